using System.CommandLine;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Platform.Data;

namespace Platform.Bots.Operations.Commands;

internal static class MigrateCommand
{
    public static Command Create()
    {
        var command = new Command("migrate", "Brings the database to this version and stops.") { TreatUnmatchedTokensAsErrors = false };
        command.SetAction((parsed, cancellationToken) => CommandLine.Guarded(async () =>
        {
            await using var app = PlatformHost.CreateCommandBuilder([.. parsed.UnmatchedTokens]).Build();
            var contexts = app.Services.GetRequiredService<IDbContextFactory<PlatformDbContext>>();
            await DatabaseStart.MigrateAsync(contexts, app.Services.GetRequiredService<IOptions<DataOptions>>().Value, cancellationToken);
            Console.WriteLine("The database is up to date.");
            return 0;
        }));
        return command;
    }
}
