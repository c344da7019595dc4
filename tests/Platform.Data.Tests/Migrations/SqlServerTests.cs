using Microsoft.Data.SqlClient;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Platform.Data.Conversations;
using Platform.Testing;
using Shouldly;
using Xunit;

namespace Platform.Data.Tests.Migrations;

/// <summary>Against a real SQL Server, in a database of its own that is dropped again.</summary>
public sealed class SqlServerTests : IAsyncLifetime
{
    private const string Variable = "PLATFORM_TEST_SQLSERVER";

    private ServiceProvider? _services;

    [Fact]
    public async Task Turns_are_written_in_order_and_fenced()
    {
        var (writer, contexts) = await StartAsync();
        var conversation = SampleTurns.Conversation();

        await writer.WriteAsync(db => db.Begin(conversation), TestContext.Current.CancellationToken);
        await Task.WhenAll(Enumerable.Range(1, 100).Select(n =>
            writer.WriteAsync(db => db.Add(SampleTurns.Turn(conversation, n, $"a{n}")), TestContext.Current.CancellationToken)));

        await using var db = await contexts.CreateDbContextAsync(TestContext.Current.CancellationToken);
        (await db.Turns.OrderBy(t => t.Sequence).Select(t => t.ActivityId).ToListAsync(TestContext.Current.CancellationToken))
            .ShouldBe(Enumerable.Range(1, 100).Select(n => $"a{n}"));
        var second = await Should.ThrowAsync<DbUpdateException>(() =>
            writer.WriteAsync(db => db.Add(SampleTurns.Turn(conversation, 1, "other")), TestContext.Current.CancellationToken));
        TurnWriter.IsConstraint(second.InnerException).ShouldBeTrue();
    }

    [Fact]
    public async Task Ids_of_channels_differ_by_case()
    {
        var (writer, contexts) = await StartAsync();

        await writer.WriteAsync(db => db.Begin(SampleTurns.Conversation("abc")), TestContext.Current.CancellationToken);
        await writer.WriteAsync(db => db.Begin(SampleTurns.Conversation("ABC")), TestContext.Current.CancellationToken);

        await using var db = await contexts.CreateDbContextAsync(TestContext.Current.CancellationToken);
        (await db.Conversations.CountAsync(c => c.ChannelConversationId == "abc", TestContext.Current.CancellationToken)).ShouldBe(1);
    }

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        if (_services is null)
            return;
        await using (var db = await _services.GetRequiredService<IDbContextFactory<PlatformDbContext>>().CreateDbContextAsync())
            await db.Database.EnsureDeletedAsync();
        await _services.DisposeAsync();
    }

    private async Task<(TurnWriter Writer, IDbContextFactory<PlatformDbContext> Contexts)> StartAsync()
    {
        var server = Environment.GetEnvironmentVariable(Variable);
        Assert.SkipWhen(string.IsNullOrWhiteSpace(server), $"No SQL Server: set {Variable} to a connection string whose login may create databases.");

        var connection = new SqlConnectionStringBuilder(server) { InitialCatalog = $"platform_test_{Guid.NewGuid():N}" };
        _services = new ServiceCollection().AddPlatformData(new ConfigurationBuilder().AddInMemoryCollection(
        [
            new("Database:Provider", "SqlServer"),
            new("Database:ConnectionString", connection.ConnectionString),
        ]).Build()).BuildServiceProvider();
        var contexts = _services.GetRequiredService<IDbContextFactory<PlatformDbContext>>();
        await using var db = await contexts.CreateDbContextAsync(TestContext.Current.CancellationToken);
        await db.Database.MigrateAsync(TestContext.Current.CancellationToken);
        return (_services.GetRequiredService<TurnWriter>(), contexts);
    }
}
