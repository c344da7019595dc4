using Platform.Data;
using Platform.Data.Simulations;
using Platform.Scenarios.Simulation.Acts;
using Platform.Scenarios.Simulation.Characters;

namespace Platform.Scenarios.Practice.Listing;

/// <summary>Who is simulated.</summary>
public enum SimulatedRole
{
    Resident = 0,
    HelpSeeker = 1,
}

/// <summary>How a practice stands. A branch of a closed one may run.</summary>
public enum PracticeState
{
    /// <summary>Paused ones among them.</summary>
    Running = 0,
    Paused = 1,
    Passed = 2,
    NotPassed = 3,

    /// <summary>A check of it waits for a person.</summary>
    Contested = 4,

    /// <summary>Ended and not scored.</summary>
    Void = 5,
}

public enum AssignmentState
{
    /// <summary>Overdue ones among them.</summary>
    Open = 0,
    Overdue = 1,
    Done = 2,
}

/// <summary>Which practices and assignments are meant. Everything that is null lets all pass.</summary>
public sealed record PracticeFilter
{
    public SimulatedRole? Role { get; init; }

    /// <summary>Stands in the name of the person or in the title of the matter.</summary>
    public string? Scene { get; init; }

    public Difficulty? Difficulty { get; init; }

    /// <summary>Of practices only.</summary>
    public PracticeState? State { get; init; }

    /// <summary>Of assignments only.</summary>
    public AssignmentState? Task { get; init; }

    /// <summary>Begun or given at or after this moment.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>Begun or given before this moment.</summary>
    public DateTimeOffset? Before { get; init; }

    /// <summary>Whether the database alone cannot tell: each rubric's mark lies in the score.</summary>
    internal bool AsksForMarks => State is PracticeState.Passed or PracticeState.NotPassed;

    private string? Family => Role switch { SimulatedRole.Resident => ActCodes.CommunityFamily, SimulatedRole.HelpSeeker => ActCodes.CounsellingFamily, _ => null };

    internal IQueryable<PracticeSession> Apply(PlatformDbContext db, IQueryable<PracticeSession> sessions, PracticeScenes scenes)
    {
        if (Family is { } family)
            sessions = sessions.Where(s => s.Family == family);
        if (Difficulty?.ToString() is { } difficulty)
            sessions = sessions.Where(s => s.Difficulty == difficulty);
        if (From is { } from)
            sessions = sessions.Where(s => s.StartedAt >= from);
        if (Before is { } before)
            sessions = sessions.Where(s => s.StartedAt < before);
        if (Named(scenes) is (var people, var matters))
            sessions = sessions.Where(s => people.Contains(s.Persona) || (s.Case != null && matters.Contains(s.Case)));
        return State switch
        {
            PracticeState.Running => sessions.Where(s => s.EndedAt == null),
            PracticeState.Paused => sessions.Where(s => s.EndedAt == null && s.PausedAt != null),
            PracticeState.Passed or PracticeState.NotPassed => sessions.Where(s => s.Score != null),
            PracticeState.Contested => sessions.Where(s => db.CheckMarks.Any(m => m.SessionId == s.Id && m.State == MarkState.Contested)),
            PracticeState.Void => sessions.Where(s => s.EndedAt != null && s.Score == null),
            _ => sessions,
        };
    }

    internal IQueryable<PracticeAssignment> Apply(IQueryable<PracticeAssignment> given, PracticeScenes scenes)
    {
        if (Family is { } family)
            given = given.Where(a => a.Family == family);
        if (Difficulty?.ToString() is { } difficulty)
            given = given.Where(a => a.Difficulty == difficulty);
        if (From is { } from)
            given = given.Where(a => a.GivenAt >= from);
        if (Before is { } before)
            given = given.Where(a => a.GivenAt < before);
        if (Named(scenes) is (var people, var matters))
            given = given.Where(a => people.Contains(a.Persona) || (a.Case != null && matters.Contains(a.Case)));
        return given;
    }

    internal bool Passes(AssignmentView assignment) => Task switch
    {
        AssignmentState.Open => !assignment.Done,
        AssignmentState.Overdue => assignment.Overdue,
        AssignmentState.Done => assignment.Done,
        _ => true,
    };

    /// <summary>Whether the attempt reached every mark as the state asks.</summary>
    /// <param name="marks">What people decided in the session.</param>
    internal bool Passes(string? scoreDetails, IEnumerable<CheckMark> marks) =>
        !AsksForMarks || (ClosedBranches.Attempt(scoreDetails) is { } attempt
            && CheckMarking.Judged(attempt.Score, [.. marks.Where(m => m.HeadId == attempt.Head)]).Passed == (State == PracticeState.Passed));

    /// <summary>Ids of the people and matters that are called so; null when none is named.</summary>
    private (List<string> People, List<string> Matters)? Named(PracticeScenes scenes)
    {
        if (Scene?.Trim() is not { Length: > 0 } part)
            return null;
        bool IsNamed(string words) => words.Contains(part, StringComparison.OrdinalIgnoreCase);
        return (
            [.. scenes.Residents.Where(r => IsNamed(r.Name)).Select(r => r.Id), .. scenes.HelpSeekers.Where(p => IsNamed(p.Name) || IsNamed(p.Title)).Select(p => p.Id)],
            [.. scenes.Cases.Where(c => IsNamed(c.Title)).Select(c => c.Id)]);
    }
}
