using System.Text.Json;
using Platform.Scenarios.Practice;
using Platform.Scenarios.Practice.Notes;
using Shouldly;
using Xunit;

namespace Platform.Scenarios.Tests.Practice.Notes;

public sealed class PracticeNotesTests : SessionTest
{
    private const string Note = "ask about the nights first";

    [Fact]
    public async Task Notes_are_there_after_the_end_for_the_trainee_and_for_nobody_else()
    {
        var session = await StartAsync();
        await TakeAsync(session, Good[0]);

        (await SaveAsync(session, Trainee, Note)).ShouldBeTrue();
        (await SaveAsync(session, Trainer.Id, "something else")).ShouldBeFalse();
        var watched = await Fresh(db => new ObservingReader(db, Scenes).Handle(new ObservePractice(session, Trainer), Cancel));
        await EndAsync(session);
        var result = await Fresh(db => new PracticeReader(db, Scenes).Handle(new ReadTraineeResult(session, Trainer), Cancel));

        (await ReadNotesAsync(session, Trainee)).ShouldBe(Note);
        (await ReadNotesAsync(session, Trainer.Id)).ShouldBeNull();
        JsonSerializer.Serialize(watched.ShouldNotBeNull()).ShouldNotContain(Note);
        JsonSerializer.Serialize(result.ShouldNotBeNull()).ShouldNotContain(Note);
    }

    [Fact]
    public async Task Notes_that_are_kept_while_a_turn_is_answered_lose_neither_of_them()
    {
        var session = await StartAsync();
        Meanwhile(() => SaveAsync(session, Trainee, Note));

        (await TakeAsync(session, Good[0])).ShouldBeOfType<PracticeTurnOutcome.Answered>();

        (await ReadNotesAsync(session, Trainee)).ShouldBe(Note);
        (await ReadAsync(session)).Turns.ShouldHaveSingleItem();
    }

    [Fact]
    public async Task Notes_can_be_emptied()
    {
        var session = await StartAsync();
        await SaveAsync(session, Trainee, Note);

        (await SaveAsync(session, Trainee, " ")).ShouldBeTrue();

        (await StoredAsync(session)).Notes.ShouldBeNull();
        (await ReadNotesAsync(session, Trainee)).ShouldBe("");
    }

    private Task<bool> SaveAsync(Guid session, Guid trainee, string text) => Fresh(db => new SavePracticeNotesHandler(db).Handle(new SavePracticeNotes(session, trainee, text), Cancel));

    private Task<string?> ReadNotesAsync(Guid session, Guid trainee) => Fresh(db => new ReadPracticeNotesHandler(db).Handle(new ReadPracticeNotes(session, trainee), Cancel));
}
