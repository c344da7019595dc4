using Platform.Data;
using Platform.Data.Simulations;
using Platform.Scenarios.Simulation;
using Platform.Scenarios.Simulation.Characters;

namespace Platform.Scenarios.Practice;

/// <summary>A session at the turn after which it goes on: what was said up to there, and the state in which the character waits.</summary>
internal sealed record SessionPlace(PracticeSession Session, Scene Scene, IReadOnlyList<PlayTurn> Turns, PlayState State)
{
    /// <summary>Keys of turns that answer what was said to a character whom a trainer played begin so: answered by the trainer, or afterwards by the engine.</summary>
    public const string OfTrainer = "trainer:";

    /// <inheritdoc cref="OfTrainer"/>
    public const string OfWaiting = "waiting:";

    public static SessionPlace Of(PracticeSession session, Scene scene)
    {
        List<PlayTurn> turns = [.. PracticeJson.Branch(session.Turns, session.HeadId).Select(b => b.Turn)];
        return new SessionPlace(session, scene, turns, turns.Count > 0 ? turns[^1].After : PracticeJson.Read<PracticeOpening>(session.Opening).State);
    }

    /// <summary>The engine's own answer to what is said here.</summary>
    public PlayTurn Answer(string said, PracticeScenes scenes)
    {
        var recogniser = scenes.Recogniser;
        return PracticePlay.Take(Scene, Session.Seed, State, said, recogniser.Recognise(said, Scene.Key.Family, Scene.Lang)) with { Recogniser = recogniser.VersionOf(Scene.Key.Family, Scene.Lang) };
    }

    /// <summary>Makes a turn the one after which the session goes on; closes the session when the talk ended with it. The caller saves.</summary>
    public async Task<SessionPlace> GoOnAsync(PlatformDbContext db, PracticeScenes scenes, PlayTurn turn, string key, DateTimeOffset at, CancellationToken cancellationToken)
    {
        var row = new PracticeTurn { SessionId = Session.Id, ParentId = Session.HeadId, Key = key, Content = PracticeJson.Write(turn), At = at };
        db.PracticeTurns.Add(row);
        (Session.HeadId, Session.Unanswered) = (row.Id, null);
        var place = this with { Turns = [.. Turns, turn], State = turn.After };
        if (turn.After.End is not null)
            await place.CloseAsync(db, scenes, at, cancellationToken);
        return place;
    }

    /// <summary>Lets the engine answer what waits for a trainer who answers no more; stays here when nothing waits. The caller saves.</summary>
    public async Task<SessionPlace> AnswerWaitingAsync(PlatformDbContext db, PracticeScenes scenes, DateTimeOffset at, CancellationToken cancellationToken) =>
        Session.Unanswered is { } said ? await GoOnAsync(db, scenes, Answer(said, scenes), $"{OfWaiting}{Guid.CreateVersion7()}", at, cancellationToken) : this;

    /// <summary>Ends the session as it stands. The caller saves.</summary>
    public async Task CloseAsync(PlatformDbContext db, PracticeScenes scenes, DateTimeOffset at, CancellationToken cancellationToken)
    {
        PracticeClosing.Close(Session, Scene, scenes, Turns, at);
        await PreferencePairing.AddAsync(db, Session, Scene, scenes, at, cancellationToken);
    }
}
