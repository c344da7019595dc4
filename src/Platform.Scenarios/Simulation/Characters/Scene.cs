using Platform.Scenarios.Simulation.Content;

namespace Platform.Scenarios.Simulation.Characters;

/// <summary>Which scene is played: names enough to compose it again.</summary>
/// <param name="Family">See <see cref="Acts.ActCodes"/>.</param>
/// <param name="Persona">Id of the resident or help-seeker.</param>
/// <param name="Case">Id of the case; null for help-seekers.</param>
public sealed record SceneKey(string Family, string Persona, string? Case, Difficulty Difficulty, bool Crisis = false);

public enum Difficulty
{
    Easy,
    Medium,
    Hard,
}

/// <summary>Everything that the engine needs to play one character in one matter.</summary>
public sealed record Scene
{
    public required SceneKey Key { get; init; }

    public required string Lang { get; init; }

    public required string Title { get; init; }

    public required string Name { get; init; }

    public required Profile Profile { get; init; }

    public required SpeakingStyle Style { get; init; }

    public required IReadOnlyList<string> Principles { get; init; }

    public required string Situation { get; init; }

    public required string Goal { get; init; }

    /// <summary>What the character is after; for a model.</summary>
    public required string Wants { get; init; }

    public required string Issue { get; init; }

    public required IReadOnlyList<string> Openings { get; init; }

    /// <summary>In the order in which free ones are told.</summary>
    public required IReadOnlyList<Fact> Facts { get; init; }

    public required PhraseBook Phrases { get; init; }

    public required CharacterState Start { get; init; }

    public required ICharacterRules Rules { get; init; }

    public required DifficultyLevel Level { get; init; }

    public required int Turns { get; init; }

    /// <summary>How a content ending is put into words; templates.</summary>
    public required IReadOnlyList<string> Steps { get; init; }

    /// <summary>Dropped in passing, one every few turns: signs of a risk.</summary>
    public IReadOnlyList<string> Hints { get; init; } = [];

    /// <summary>What the risk is; null without one.</summary>
    public CrisisKind? Risk { get; init; }

    /// <summary>What a trainee may cite here; where there are none, nothing that is cited is looked up.</summary>
    public IReadOnlyList<LawGround> Grounds { get; init; } = [];

    public IReadOnlyList<SceneCheck> Checks { get; init; } = [];

    /// <summary>The rubric that its author chose; null for the one that ships.</summary>
    public string? Rubric { get; init; }

    public IReadOnlyList<string> Reference { get; init; } = [];

    public required ScriptedTrainees Trainees { get; init; }

    public bool IsChinese => Lang == Content.Rules.Chinese;

    public string Said(string chinese, string english) => IsChinese ? chinese : english;
}

/// <summary>Lines by moment from several books; the first book's lines come first.</summary>
public sealed class PhraseBook(params IReadOnlyDictionary<string, IReadOnlyList<string>>[] books)
{
    /// <summary>Own lines, or those of the common book when there are too few of one's own.</summary>
    public IReadOnlyList<string> Lines(string moment)
    {
        foreach (var book in books)
            if (book.TryGetValue(moment, out var lines) && lines.Count > 0)
                return lines;
        return [];
    }

    /// <summary>Lines of every book.</summary>
    public IReadOnlyList<string> AllLines(string moment) =>
        [.. books.SelectMany(book => book.TryGetValue(moment, out var lines) ? lines : []).Distinct(StringComparer.Ordinal)];

    public bool Has(string moment) => books.Any(book => book.ContainsKey(moment));
}

/// <summary>What differs between a resident and a help-seeker: what moves them, how they answer and when it ends.</summary>
public interface ICharacterRules
{
    /// <summary>Trust or rapport: what opens rapport and depth gates.</summary>
    string Closeness { get; }

    /// <summary>Patience or openness: what a tactless question costs.</summary>
    string Bearing { get; }

    IReadOnlyList<MoveRule> Moves { get; }

    /// <summary>Moves beyond single acts: repetition, nothing said, too early an answer.</summary>
    IEnumerable<StateMove> Beyond(Scene scene, PlayState before, HeardUtterance heard);

    /// <summary>Whether a move is for the worse.</summary>
    bool IsWorse(StateMove move);

    StageDirection Direct(PlayState before, CharacterState after, HeardUtterance heard);

    /// <summary>The acts that still stand between the character and an agreement, the most pressing first; empty when nothing is missing.</summary>
    IReadOnlyList<string> Missing(Scene scene, PlayState now);

    bool WalksOut(CharacterState state, int turn);

    bool Agrees(Scene scene, PlayState now);
}
