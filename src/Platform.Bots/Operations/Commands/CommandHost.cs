using MediatR;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging.Console;
using Microsoft.Extensions.Options;
using Platform.Data;

namespace Platform.Bots.Operations.Commands;

/// <summary>The services of a command that works on the database: no web, no silo; warnings go to standard error, so that standard output is the command's own.</summary>
internal static class CommandHost
{
    /// <summary>Brings the database to this version, as the server does.</summary>
    public static async Task<WebApplication> StartAsync(string[] settings, CancellationToken cancellationToken)
    {
        var builder = PlatformHost.CreateCommandBuilder(settings);
        builder.Logging.AddFilter((_, level) => level >= LogLevel.Warning);
        builder.Services.Configure<ConsoleLoggerOptions>(console => console.LogToStandardErrorThreshold = LogLevel.Trace);
        var app = builder.Build();
        await DatabaseStart.MigrateAsync(
            app.Services.GetRequiredService<IDbContextFactory<PlatformDbContext>>(), app.Services.GetRequiredService<IOptions<DataOptions>>().Value, cancellationToken);
        return app;
    }

    public static async Task<T> SendAsync<T>(this WebApplication app, IRequest<T> message, CancellationToken cancellationToken) =>
        await app.Services.GetRequiredService<IMediator>().Send(message, cancellationToken);
}
