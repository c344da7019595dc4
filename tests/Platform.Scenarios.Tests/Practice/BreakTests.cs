using Platform.Scenarios.Practice;
using Shouldly;
using Xunit;

namespace Platform.Scenarios.Tests.Practice;

public sealed class BreakTests : SessionTest
{
    [Fact]
    public async Task A_trainee_takes_a_break_in_which_nothing_is_answered_and_goes_on_where_they_were()
    {
        var session = await StartAsync();
        await TakeAsync(session, Good[0]);

        (await BreakAsync(session, Trainee)).ShouldBeTrue();
        (await BreakAsync(session, Trainee)).ShouldBeFalse();
        (await TakeAsync(session, Good[1])).ShouldBeOfType<PracticeTurnOutcome.Paused>().ByTrainee.ShouldBeTrue();
        var paused = await ReadAsync(session);
        (await ResumeAsync(session, onlyFromBreak: true)).ShouldBeTrue();

        (paused.Paused, paused.PausedByTrainee, paused.Turns.Count).ShouldBe((true, true, 1));
        (await TakeAsync(session, Good[1])).ShouldBeOfType<PracticeTurnOutcome.Answered>().Turn.Number.ShouldBe(2);
        (await StoredAsync(session)).PausedByTrainee.ShouldBeFalse();
    }

    [Fact]
    public async Task A_trainer_makes_a_pause_of_a_break_and_it_is_the_trainers()
    {
        var session = await StartAsync();
        await BreakAsync(session, Trainee);

        (await PauseAsync(session, paused: false)).ShouldBeFalse(); // who began it ends it
        (await PauseAsync(session, paused: true)).ShouldBeTrue();

        (await ResumeAsync(session)).ShouldBeFalse();
        (await TakeAsync(session, Good[0])).ShouldBeOfType<PracticeTurnOutcome.Paused>().ByTrainee.ShouldBeFalse();
    }

    [Fact]
    public async Task A_danger_written_in_a_break_stops_it_for_safety_and_a_short_word_does_not_lift_that()
    {
        var session = await StartAsync();
        await BreakAsync(session, Trainee);

        (await TakeAsync(session, Danger)).ShouldBeOfType<PracticeTurnOutcome.StoppedForSafety>();

        var stopped = await ReadAsync(session);
        (stopped.PausedForSafety, stopped.PausedByTrainee).ShouldBe((true, false));
        (await BreakAsync(session, Trainee)).ShouldBeFalse();
        (await ResumeAsync(session, onlyFromBreak: true)).ShouldBeFalse();
        (await ResumeAsync(session)).ShouldBeTrue();
    }

    [Fact]
    public async Task A_session_can_be_ended_in_a_break_and_nobody_else_takes_one_in_it()
    {
        var session = await StartAsync();
        (await BreakAsync(session, Guid.NewGuid())).ShouldBeFalse();
        await TakeAsync(session, Good[0]);
        await BreakAsync(session, Trainee);

        (await EndAsync(session)).ShouldBeTrue();

        var stored = await StoredAsync(session);
        (stored.PausedAt, stored.PausedByTrainee, stored.EndedAt.HasValue).ShouldBe((null, false, true));
        (await BreakAsync(session, Trainee)).ShouldBeFalse();
    }

    private Task<bool> BreakAsync(Guid session, Guid trainee) => Fresh(db => new TakeBreakHandler(db, TimeProvider.System).Handle(new TakeBreak(session, trainee), Cancel));

    private Task<bool> ResumeAsync(Guid session, bool onlyFromBreak = false) => Fresh(db => new ResumePracticeHandler(db).Handle(new ResumePractice(session, Trainee, onlyFromBreak), Cancel));
}
