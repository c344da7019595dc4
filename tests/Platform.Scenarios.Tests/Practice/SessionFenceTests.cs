using Microsoft.EntityFrameworkCore;
using Platform.Scenarios.Practice;
using Shouldly;
using Xunit;

namespace Platform.Scenarios.Tests.Practice;

public sealed class SessionFenceTests : SessionTest
{
    [Fact]
    public async Task A_turn_that_is_answered_after_the_end_is_not_kept()
    {
        var session = await StartAsync();
        await TakeAsync(session, Good[0]);
        Meanwhile(() => EndAsync(session));

        (await TakeAsync(session, Good[1])).ShouldBeOfType<PracticeTurnOutcome.AlreadyEnded>();

        var read = await ReadAsync(session);
        (read.Ended, read.Turns.Count).ShouldBe((true, 1));
    }

    [Fact]
    public async Task An_end_that_a_turn_overtakes_ends_after_that_turn()
    {
        var session = await StartAsync();
        Meanwhile(() => TakeAsync(session, Good[0]));

        (await EndAsync(session)).ShouldBeTrue();

        var read = await ReadAsync(session);
        (read.Ended, read.Turns.Count).ShouldBe((true, 1));
    }

    [Fact]
    public async Task A_cry_for_help_is_kept_and_stops_the_role_play_although_another_window_goes_on()
    {
        var session = await StartAsync();
        Meanwhile(() => TakeAsync(session, Good[0]));

        (await TakeAsync(session, Danger)).ShouldBeOfType<PracticeTurnOutcome.StoppedForSafety>();

        (await NotesAsync(Trainer)).ShouldHaveSingleItem().Text.ShouldBe(Danger);
        (await StoredAsync(session)).PausedForSafety.ShouldBeTrue();
    }

    [Fact]
    public async Task A_pause_that_a_turn_overtakes_pauses_after_that_turn()
    {
        var session = await StartAsync();
        Meanwhile(() => TakeAsync(session, Good[0]));

        (await PauseAsync(session, paused: true)).ShouldBeTrue();

        (await TakeAsync(session, Good[1])).ShouldBeOfType<PracticeTurnOutcome.Paused>();
    }

    [Fact]
    public async Task An_utterance_that_arrives_twice_at_once_has_one_answer()
    {
        var session = await StartAsync();
        PracticeTurnOutcome? first = null;
        Meanwhile(async () => first = await TakeAsync(session, Good[0], "a1"));

        var second = await TakeAsync(session, Good[0], "a1");

        second.ShouldBe(first);
        (await ReadAsync(session)).Turns.Count.ShouldBe(1);
    }

    [Fact]
    public async Task Somebody_who_has_not_seen_what_another_window_said_is_told_so()
    {
        var session = await StartAsync();
        Meanwhile(() => TakeAsync(session, Good[0]));

        (await TakeAsync(session, Good[1])).ShouldBeOfType<PracticeTurnOutcome.Overtaken>();
    }

    [Fact]
    public async Task A_database_that_cannot_be_written_is_no_other_window()
    {
        var session = await StartAsync();
        Meanwhile(() => throw new DbUpdateException("The disk is full."));

        await Should.ThrowAsync<DbUpdateException>(() => TakeAsync(session, Good[0]));
    }
}
