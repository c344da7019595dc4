using System.Text.Encodings.Web;
using System.Text.Json;
using Platform.Data.Simulations;
using Platform.Scenarios.Practice.Judging;
using Platform.Scenarios.Simulation.Acts;
using Platform.Scenarios.Simulation.Characters;
using Platform.Scenarios.Simulation.Content;
using Platform.Scenarios.Simulation.Scoring;
using Platform.Scenarios.Simulation.Wording;

namespace Platform.Scenarios.Practice;

/// <summary>What a trainee may know before the end: words and gestures. No state, no act, no fact, no check.</summary>
public sealed record OpenPractice(
    Guid Id, string Lang, string Title, string Name, string About, string Situation, string Goal, string OpeningWords, string? OpeningGesture,
    IReadOnlyList<OpenTurn> Turns, bool Ended, bool Paused, bool PausedForSafety, string? Unanswered, IReadOnlyList<string> Whispers)
{
    /// <summary>Whether the trainee takes a break.</summary>
    public bool PausedByTrainee { get; init; }
}

/// <param name="Id">Names the place to which one can go back.</param>
public sealed record OpenTurn(Guid Id, int Number, string Utterance, string Words, string? Gesture);

/// <summary>All of a closed branch of a session, and what the other ones came to.</summary>
/// <param name="Head">Its last turn; null when nothing was said.</param>
/// <param name="Score">With people's decisions in its sums; its checks say what the program decided. No number of it is shown when it is void.</param>
/// <param name="Start">The character before the first turn: in a later session as it was left, not as it began once.</param>
public sealed record PracticeResult(
    OpenPractice Practice, Guid? Head, SessionScore Score, ScoreState State, IReadOnlyList<CheckMarkView> Marks, IReadOnlyList<ResultTurn> Turns, IReadOnlyDictionary<string, int> Start, IReadOnlyList<string> Reference,
    IReadOnlyList<BranchView> Branches, IReadOnlyList<EarlierAttempt> Earlier)
{
    /// <summary>Says which acts there are; see <see cref="ActCodes"/>.</summary>
    public required string Family { get; init; }

    /// <summary>The route whose model may have worded the replies.</summary>
    public string Route => CharacterVoice.SkillOf(Family);

    /// <summary>Checks that come out otherwise by the corrected acts, and how; nothing of it counts until a person decides the check.</summary>
    public required IReadOnlyDictionary<string, bool> Otherwise { get; init; }
}

public sealed record ResultTurn(Guid Id, int Number, string Utterance, string Words, string? Gesture, string Thought, string WordedBy, IReadOnlyList<string> Acts, IReadOnlyList<StateMove> Moves, IReadOnlyDictionary<string, int> State)
{
    /// <summary>What the recogniser saw, with the words that show it.</summary>
    public required IReadOnlyList<RecognisedAct> Seen { get; init; }

    /// <summary>Null while nobody has corrected it.</summary>
    public TurnCorrection? Correction { get; init; }
}

/// <summary>Which acts a person found in an utterance.</summary>
public sealed record TurnCorrection(IReadOnlyList<string> Acts, DateTimeOffset At);

/// <param name="Head">Its last turn.</param>
/// <param name="Score">Null when it is void.</param>
/// <param name="Shares">Share of each criterion by its id; empty when it is void.</param>
/// <param name="Current">Whether it is the one whose result this is.</param>
public sealed record BranchView(Guid Head, int? Score, IReadOnlyDictionary<string, double> Shares, IReadOnlyList<ResultTurn> Turns, bool Current);

public sealed record EarlierAttempt(Guid Id, DateTimeOffset At, int Score);

/// <summary>Turns as they are stored.</summary>
internal static class PracticeJson
{
    private static readonly JsonSerializerOptions Format = new(ContentFile.Format) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string Write<T>(T value) => JsonSerializer.Serialize(value, Format);

    public static T Read<T>(string json) => JsonSerializer.Deserialize<T>(json, Format) ?? throw new JsonException("A stored practice is JSON null; an object was expected.");

    /// <summary>The turns from the first to <paramref name="head"/>, as they follow each other.</summary>
    public static IReadOnlyList<(PracticeTurn Row, PlayTurn Turn)> Branch(IReadOnlyCollection<PracticeTurn> turns, Guid? head)
    {
        var byId = turns.ToDictionary(turn => turn.Id);
        var branch = new List<(PracticeTurn, PlayTurn)>();
        for (var at = head; at is { } id; at = byId[id].ParentId)
            branch.Add((byId[id], Read<PlayTurn>(byId[id].Content)));
        branch.Reverse();
        return branch;
    }
}

/// <param name="Reply">The character's first words.</param>
/// <param name="Rubrics">What judges the session; null in one from before this was kept: what ships.</param>
internal sealed record PracticeOpening(SpokenReply Reply, PlayState State, IReadOnlyList<RubricPin>? Rubrics = null);
