using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Platform.Data;
using Platform.Data.Conversations;
using Platform.Testing;

namespace Platform.Benchmarks.DirectLine;

/// <summary>Fills a database with conversations that were held before.</summary>
internal static class StoredConversations
{
    private const int TurnsEach = 6;
    private const int AtOnce = 1000;

    public static async Task FillAsync(string dataFolder, int conversations, CancellationToken cancellationToken)
    {
        await using var services = new ServiceCollection().AddPlatformData(
            new ConfigurationBuilder().AddInMemoryCollection([new("Platform:DataFolder", dataFolder)]).Build()).BuildServiceProvider();
        var contexts = services.GetRequiredService<IDbContextFactory<PlatformDbContext>>();
        await using (var db = await contexts.CreateDbContextAsync(cancellationToken))
            await db.Database.MigrateAsync(cancellationToken);

        for (var done = 0; done < conversations; done += AtOnce)
        {
            await using var db = await contexts.CreateDbContextAsync(cancellationToken);
            db.ChangeTracker.AutoDetectChangesEnabled = false;
            for (var n = done; n < Math.Min(done + AtOnce, conversations); n++)
                Add(db, n);
            await db.SaveChangesAsync(cancellationToken);
        }
    }

    private static void Add(PlatformDbContext db, int n)
    {
        var at = DateTimeOffset.UtcNow.AddDays(-30).AddSeconds(n);
        var conversation = SampleTurns.Conversation($"stored-{n}", "directline", at);
        db.Add(conversation);
        for (var sequence = 1; sequence <= TurnsEach; sequence++)
        {
            var turn = SampleTurns.Turn(conversation, sequence, $"{n}-{sequence}", at.AddSeconds(sequence), $"This is turn {sequence} of a conversation that was held some time ago.");
            turn.State = TurnState.Answered;
            turn.Content = $$$"""{"type":"message","text":"{{{turn.Text}}}","from":{"id":"user-{{{n}}}"}}""";
            db.Add(turn);
        }
    }
}
