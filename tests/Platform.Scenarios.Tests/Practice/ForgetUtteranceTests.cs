using Microsoft.EntityFrameworkCore;
using Platform.Data.Conversations;
using Platform.Scenarios.Conversations;
using Platform.Scenarios.Practice;
using Platform.Scenarios.Simulation.Characters;
using Shouldly;
using Xunit;

namespace Platform.Scenarios.Tests.Practice;

public sealed class ForgetUtteranceTests : SessionTest
{
    [Fact]
    public async Task What_a_person_removed_from_the_channel_is_in_no_turn_memory_or_score_of_the_practice()
    {
        var session = await StartAsync();
        var conversation = await ConversationAsync(session, "c1");
        var said = Good[0];
        await TakeAsync(session, said, "m1");
        await TakeAsync(session, Good[1], "m2");
        await EndAsync(session);

        await EraseAsync(conversation, "m1");

        var turns = await ContentsAsync(session);
        turns.Count.ShouldBe(2);
        turns.ShouldAllBe(content => !content.Contains(said, StringComparison.Ordinal) && !content.Contains(Listening.Plain(said), StringComparison.Ordinal));
        turns.Count(content => content.Contains(Listening.Plain(Good[1]), StringComparison.Ordinal)).ShouldBe(1); // the other one is still remembered
        ClosedBranches.Of(await StoredAsync(session)).ShouldHaveSingleItem().Score.Criteria.SelectMany(c => c.Checks).SelectMany(c => c.Evidence)
            .ShouldNotContain(e => e.Turn == 1 && e.Quote.Length > 0 && said.Contains(e.Quote, StringComparison.Ordinal));
        (await ReadAsync(session)).Turns.Select(t => t.Utterance).ShouldBe(["", Good[1]]);
    }

    [Fact]
    public async Task A_message_of_the_same_name_in_another_conversation_is_another_message()
    {
        var session = await StartAsync();
        await ConversationAsync(session, "c1");
        await TakeAsync(session, Good[0], "m1");

        await EraseAsync(await ConversationAsync(Guid.NewGuid(), "c2"), "m1");

        (await ReadAsync(session)).Turns.ShouldHaveSingleItem().Utterance.ShouldBe(Good[0]);
    }

    [Fact]
    public async Task What_was_said_to_a_trainer_in_the_character_s_place_goes_from_what_waits_and_from_what_was_answered()
    {
        const string First = "我姓王，住在三单元。";
        const string Second = "今天来是想听听大家的意见。";
        var session = await StartAsync();
        var conversation = await ConversationAsync(session, "c1");
        await TakeOverAsync(session, Trainer, plays: true);
        await TakeAsync(session, First, "m1");
        await TakeAsync(session, Second, "m2");

        await EraseAsync(conversation, "m2", Second);

        (await StoredAsync(session)).Unanswered.ShouldBe(First);

        (await SpeakAsync(session, "您说。")).ShouldBeTrue();
        await EraseAsync(conversation, "m1", First);

        var content = (await ContentsAsync(session)).ShouldHaveSingleItem();
        content.ShouldNotContain(First);
        content.ShouldNotContain(Listening.Plain(First));
        (await ReadAsync(session)).Turns.ShouldHaveSingleItem().Utterance.ShouldBe("");
    }

    /// <summary>A conversation in which the bot has answered as a character of this session.</summary>
    private Task<ConversationId> ConversationAsync(Guid session, string name) => Fresh(async db =>
    {
        var now = TimeProvider.System.GetUtcNow();
        var conversation = new Conversation { Channel = "msteams", ChannelConversationId = name, Scenario = "echo", StartedAt = now, LastTurnAt = now };
        db.Add(conversation);
        db.Add(new Turn
        {
            ConversationId = conversation.Id,
            Sequence = 1,
            Speaker = Speaker.Bot,
            Kind = "message",
            Content = "{}",
            At = now,
            State = TurnState.Sent,
            Decision = PracticeScenario.Playing,
            Details = $$"""{"practice":"{{session}}"}""",
        });
        await db.SaveChangesAsync(Cancel);
        return conversation.Id;
    });

    private Task<bool> EraseAsync(ConversationId conversation, string message, params string[] words) => Fresh(async db =>
    {
        await new ForgetUtterance(db).Handle(new MessageErased(conversation, message) { Words = words }, Cancel);
        return true;
    });

    private Task<List<string>> ContentsAsync(Guid session) => Fresh(db => db.PracticeTurns.Where(t => t.SessionId == session).Select(t => t.Content).ToListAsync(Cancel));
}
