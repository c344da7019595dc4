using Platform.Data.Accounts;
using Platform.Data.Simulations;
using Platform.Scenarios.Practice;
using Shouldly;
using Xunit;

namespace Platform.Scenarios.Tests.Practice;

public sealed class SafetyNotesTests : SessionTest
{
    private const string Again = "说实话，我自己也不想活了。";

    [Fact]
    public async Task Whoever_goes_on_writing_of_a_danger_after_the_stop_is_noted_each_time()
    {
        var session = await StartAsync();
        await TakeAsync(session, Danger);

        foreach (var _ in Enumerable.Range(0, 2))
            (await TakeAsync(session, Again)).ShouldBeOfType<PracticeTurnOutcome.StoppedForSafety>();

        (await NotesAsync(Trainer)).Select(n => n.Text).ShouldBe([Danger, Again], ignoreOrder: true);
    }

    [Fact]
    public async Task A_danger_is_noted_while_a_trainer_has_paused_and_after_the_end()
    {
        var (paused, ended) = (await StartAsync(), await StartAsync());
        await PauseAsync(paused, paused: true);
        await TakeAsync(ended, Good[0]);
        await EndAsync(ended);

        (await TakeAsync(paused, Danger)).ShouldBeOfType<PracticeTurnOutcome.StoppedForSafety>();
        (await TakeAsync(ended, Danger)).ShouldBeOfType<PracticeTurnOutcome.StoppedForSafety>();

        (await StoredAsync(paused)).PausedForSafety.ShouldBeTrue();
        (await StoredAsync(ended)).PausedAt.ShouldBeNull();
        (await NotesAsync(Trainer)).Select(n => n.Session!.Value).ShouldBe([paused, ended], ignoreOrder: true);
    }

    [Fact]
    public async Task A_trainers_pause_leaves_the_help_lines_where_they_are()
    {
        var session = await StartAsync();
        await TakeAsync(session, Danger);

        await PauseAsync(session, paused: true);

        (await ReadAsync(session)).PausedForSafety.ShouldBeTrue();
    }

    [Fact]
    public async Task A_note_from_a_channel_names_its_conversation()
    {
        var (session, conversation) = (await StartAsync(), Guid.NewGuid());

        await TakeAsync(session, Danger, conversation: conversation);

        var note = (await NotesAsync(Trainer)).ShouldHaveSingleItem();
        note.Session.ShouldBe(session);
        note.Conversation.ShouldBe(conversation);
    }

    [Fact]
    public async Task A_note_is_read_and_checked_by_those_who_teach_the_person()
    {
        await TakeAsync(await StartAsync(), Danger);
        var stranger = new TrainerScope(await AccountAsync("zhao", Roles.Trainer), IsAdmin: false);
        var note = (await NotesAsync(Trainer)).ShouldHaveSingleItem();

        (await NotesAsync(stranger)).ShouldBeEmpty();
        (await NotesAsync(Admin)).ShouldHaveSingleItem();
        (await CheckAsync(note.Id, stranger)).ShouldBeFalse();
        (await OpenAsync(Trainer), await OpenAsync(stranger)).ShouldBe((1, 0));
        (await CheckAsync(note.Id, Trainer)).ShouldBeTrue();
        (await OpenAsync(Trainer)).ShouldBe(0);
    }

    [Fact]
    public async Task What_came_without_an_account_goes_to_everyone_who_trains_and_to_nobody_else()
    {
        await Fresh(db =>
        {
            db.SafetyNotes.Add(new SafetyNote { ConversationId = Guid.NewGuid(), ChannelUser = "webchat:x", Text = Danger, At = TimeProvider.System.GetUtcNow() });
            return db.SaveChangesAsync(Cancel);
        });

        (await NotesAsync(Trainer)).ShouldHaveSingleItem();
        (await NotesAsync(new TrainerScope(Trainee, IsAdmin: false))).ShouldBeEmpty();
    }

    [Fact]
    public async Task An_assignment_that_was_withdrawn_shows_its_trainer_nothing_more()
    {
        var other = new TrainerScope(await AccountAsync("zhao", Roles.Trainer), IsAdmin: false);
        await TakeAsync(await StartAsync(), Danger);
        await Fresh(db => new GiveAssignmentHandler(db, Scenes, TimeProvider.System).Handle(new GiveAssignment(other, [Trainee], Key, null, null), Cancel));
        (await NotesAsync(other)).ShouldHaveSingleItem();
        (await RunningAsync(other)).ShouldHaveSingleItem();

        var given = (await Fresh(db => new ListAssignmentsHandler(db, Scenes, TimeProvider.System).Handle(new ListAssignments(null, other), Cancel))).ShouldHaveSingleItem();
        await Fresh(db => new WithdrawAssignmentHandler(db, TimeProvider.System).Handle(new WithdrawAssignment(other, given.Id), Cancel));

        (await NotesAsync(other)).ShouldBeEmpty();
        (await RunningAsync(other)).ShouldBeEmpty();
    }

    private Task<bool> CheckAsync(Guid note, TrainerScope by) =>
        Fresh(db => new CheckSafetyNoteHandler(db, TimeProvider.System).Handle(new CheckSafetyNote(note, by, SafetyFinding.Attended, null), Cancel));

    private Task<int> OpenAsync(TrainerScope by) => Fresh(db => new CountOpenNotesHandler(db).Handle(new CountOpenNotes(by), Cancel));

    private Task<IReadOnlyList<RunningPractice>> RunningAsync(TrainerScope by) => Fresh(db => new ObservingReader(db, Scenes).Handle(new ListRunning(by), Cancel));
}
