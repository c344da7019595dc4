using Platform.Scenarios.Practice;
using Shouldly;
using Xunit;

namespace Platform.Scenarios.Tests.Practice;

public sealed class TakeOverTests : SessionTest
{
    [Fact]
    public async Task What_is_said_before_the_trainer_answers_waits_line_after_line()
    {
        var session = await TakenOverAsync();

        foreach (var said in new[] { "您请说。", "从几点开始吵的？", "从几点开始吵的？" })
            (await TakeAsync(session, said)).ShouldBeOfType<PracticeTurnOutcome.Waiting>();

        (await StoredAsync(session)).Unanswered.ShouldBe("您请说。\n从几点开始吵的？");
        (await SpeakAsync(session, "十点多。")).ShouldBeTrue();
        (await ReadAsync(session)).Turns.ShouldHaveSingleItem().Utterance.ShouldBe("您请说。\n从几点开始吵的？");
    }

    [Fact]
    public async Task What_is_too_long_to_wait_is_refused_and_nothing_that_waits_is_lost()
    {
        var session = await TakenOverAsync();
        var first = new string('啊', 1500);
        await TakeAsync(session, first);

        (await TakeAsync(session, new string('呀', 1500))).ShouldBeOfType<PracticeTurnOutcome.TooMuchWaiting>();

        (await StoredAsync(session)).Unanswered.ShouldBe(first);
    }

    [Fact]
    public async Task The_engine_answers_what_waits_when_the_trainer_gives_the_character_back()
    {
        var session = await TakenOverAsync();
        await TakeAsync(session, "您请说。");

        (await TakeOverAsync(session, Trainer, plays: false)).ShouldBeOfType<TakeOverOutcome.Done>();

        var read = await ReadAsync(session);
        var turn = read.Turns.ShouldHaveSingleItem();
        turn.Utterance.ShouldBe("您请说。");
        read.Unanswered.ShouldBeNull();
        turn.Words.ShouldNotBeNullOrWhiteSpace();
        (await TakeAsync(session, "从几点开始吵的？")).ShouldBeOfType<PracticeTurnOutcome.Answered>();
    }

    [Fact]
    public async Task The_engine_answers_what_waits_when_the_trainee_ends_the_session()
    {
        var session = await TakenOverAsync();
        await TakeAsync(session, "您请说。");

        (await EndAsync(session)).ShouldBeTrue();

        var read = await ReadAsync(session);
        (read.Ended, read.Turns.ShouldHaveSingleItem().Utterance).ShouldBe((true, "您请说。"));
    }

    [Fact]
    public async Task An_admin_gives_back_what_a_trainer_left_and_nobody_takes_it_from_another()
    {
        var session = await TakenOverAsync();
        await TakeAsync(session, "您请说。");

        (await TakeOverAsync(session, Admin, plays: true)).ShouldBeOfType<TakeOverOutcome.PlayedByOther>().Trainer.ShouldBe("li");
        (await Fresh(db => new ObservingReader(db, Scenes).Handle(new ObservePractice(session, Admin), Cancel)))!.PlayedByOther.ShouldBe("li");
        (await TakeOverAsync(session, Admin, plays: false)).ShouldBeOfType<TakeOverOutcome.Done>();

        (await StoredAsync(session)).PlayedBy.ShouldBeNull();
        (await ReadAsync(session)).Turns.Count.ShouldBe(1);
    }

    [Fact]
    public async Task An_answer_to_less_than_what_was_said_meanwhile_is_not_given()
    {
        var session = await TakenOverAsync();
        await TakeAsync(session, "您请说。");
        Meanwhile(() => TakeAsync(session, "从几点开始吵的？"));

        (await SpeakAsync(session, "十点多。")).ShouldBeFalse();

        (await StoredAsync(session)).Unanswered.ShouldBe("您请说。\n从几点开始吵的？");
        (await ReadAsync(session)).Turns.ShouldBeEmpty();
    }

    [Fact]
    public async Task Words_that_come_while_the_character_is_given_back_are_answered()
    {
        var session = await TakenOverAsync();
        Meanwhile(() => TakeAsync(session, "您请说。"));

        await TakeOverAsync(session, Trainer, plays: false);

        (await ReadAsync(session)).Turns.ShouldHaveSingleItem().Utterance.ShouldBe("您请说。");
    }

    private async Task<Guid> TakenOverAsync()
    {
        var session = await StartAsync();
        (await TakeOverAsync(session, Trainer, plays: true)).ShouldBeOfType<TakeOverOutcome.Done>();
        return session;
    }
}
