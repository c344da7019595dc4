using Microsoft.EntityFrameworkCore;
using Platform.Testing;
using Shouldly;
using Xunit;

namespace Platform.Data.Tests.Conventions;

public sealed class UtcTimesTests
{
    [Fact]
    public async Task Times_order_and_compare_by_the_moment_they_name_whatever_their_offset()
    {
        await using var database = await TestDatabase.CreateAsync();
        var noon = new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);
        (string Name, DateTimeOffset At)[] times =
        [
            ("third", noon.AddTicks(1).ToOffset(TimeSpan.FromHours(-8))),
            ("first", noon.AddSeconds(-1).ToOffset(TimeSpan.FromHours(8))),
            ("second", noon),
        ];
        await using (var db = await database.Contexts.CreateDbContextAsync(TestContext.Current.CancellationToken))
        {
            db.AddRange(times.Select(t => SampleTurns.Conversation(t.Name, at: t.At)));
            await db.SaveChangesAsync(TestContext.Current.CancellationToken);
        }

        await using var fresh = await database.Contexts.CreateDbContextAsync(TestContext.Current.CancellationToken);
        var read = await fresh.Conversations.OrderBy(c => c.StartedAt).ToListAsync(TestContext.Current.CancellationToken);
        read.Select(c => c.ChannelConversationId).ShouldBe(["first", "second", "third"]);
        read.ShouldAllBe(c => c.StartedAt.Offset == TimeSpan.Zero);
        read[2].StartedAt.ShouldBe(noon.AddTicks(1));
        (await fresh.Conversations.CountAsync(c => c.StartedAt > noon, TestContext.Current.CancellationToken)).ShouldBe(1);
    }
}
