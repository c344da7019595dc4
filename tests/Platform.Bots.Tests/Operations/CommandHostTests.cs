using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Platform.Bots.Operations.Commands;
using Platform.Data;
using Platform.Testing;
using Shouldly;
using Xunit;

namespace Platform.Bots.Tests.Operations;

public sealed class CommandHostTests
{
    [Theory]
    [InlineData("Development")] // what dotnet run says
    [InlineData("Production")]
    public async Task A_command_gets_its_services_and_database_in_every_environment(string environment)
    {
        using var folder = new TemporaryFolder();

        await using var app = await CommandHost.StartAsync(["--environment", environment, "--Platform:DataFolder", folder.Path], TestContext.Current.CancellationToken);

        await using var db = await app.Services.GetRequiredService<IDbContextFactory<PlatformDbContext>>().CreateDbContextAsync(TestContext.Current.CancellationToken);
        (await db.Conversations.CountAsync(TestContext.Current.CancellationToken)).ShouldBe(0);
    }
}
