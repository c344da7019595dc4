using Microsoft.EntityFrameworkCore;
using Platform.Data.Conversations;
using Platform.Testing;
using Shouldly;
using Xunit;

namespace Platform.Data.Tests.Conversations;

/// <summary>What the schema refuses, whoever writes.</summary>
public sealed class FenceTests
{
    [Fact]
    public async Task A_second_turn_at_the_same_place_is_refused() =>
        await Refused(conversation => [SampleTurns.Turn(conversation, 1, "a"), SampleTurns.Turn(conversation, 1, "b")]);

    [Fact]
    public async Task An_activity_is_taken_once_in_a_conversation() =>
        await Refused(conversation => [SampleTurns.Turn(conversation, 1, "a"), SampleTurns.Turn(conversation, 2, "a")]);

    [Fact]
    public async Task A_channel_has_a_conversation_once() =>
        await Refused(_ => [SampleTurns.Conversation()]);

    [Fact]
    public async Task A_turn_belongs_to_a_conversation_that_exists() =>
        await Refused(_ => [SampleTurns.Turn(SampleTurns.Conversation("nowhere"), 1)]);

    [Fact]
    public async Task Turns_without_an_activity_id_do_not_collide_and_other_conversations_may_have_the_same_ids()
    {
        await using var database = await TestDatabase.CreateAsync();
        var (first, second) = (SampleTurns.Conversation("c1"), SampleTurns.Conversation("c2"));

        await database.Writer.WriteAsync(db =>
        {
            db.Begin(first);
            db.Begin(second);
            db.AddRange(SampleTurns.Turn(first, 1), SampleTurns.Turn(first, 2), SampleTurns.Turn(first, 3, "a"), SampleTurns.Turn(second, 1, "a"));
        }, TestContext.Current.CancellationToken);

        await using var read = await database.Contexts.CreateDbContextAsync(TestContext.Current.CancellationToken);
        (await read.Turns.CountAsync(TestContext.Current.CancellationToken)).ShouldBe(4);
    }

    private static async Task Refused(Func<Conversation, IEnumerable<object>> rows)
    {
        await using var database = await TestDatabase.CreateAsync();
        var conversation = SampleTurns.Conversation();
        await database.Writer.WriteAsync(db => db.Begin(conversation), TestContext.Current.CancellationToken);

        var refused = await Should.ThrowAsync<DbUpdateException>(() =>
            database.Writer.WriteAsync(db => db.AddRange(rows(conversation)), TestContext.Current.CancellationToken));

        TurnWriter.IsConstraint(refused.InnerException).ShouldBeTrue();
        await using var read = await database.Contexts.CreateDbContextAsync(TestContext.Current.CancellationToken);
        (await read.Turns.CountAsync(TestContext.Current.CancellationToken)).ShouldBe(0);
    }
}
