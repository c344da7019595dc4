using Platform.Scenarios.Simulation.Acts;
using Platform.Scenarios.Simulation.Content;

namespace Platform.Scenarios.Counseling;

/// <summary>A person who comes to a counsellor in training: who, with which trouble, and the cognitive model behind it.</summary>
public sealed record HelpSeeker : IAuthored
{
    private static readonly Dictionary<string, int> Needed = new(StringComparer.Ordinal)
    {
        [PhraseKeys.Escalate] = 8,
        [PhraseKeys.Hold] = 8,
        [PhraseKeys.Soften] = 8,
        [PhraseKeys.Again] = 8,
        [PhraseKeys.LeadIn] = 4,
        [PhraseKeys.Deflect] = 4,
        [PhraseKeys.WalkOut] = 2,
        [PhraseKeys.Agree] = 2,
        [PhraseKeys.Close] = 2,
    };

    public required string Id { get; init; }

    public required string Lang { get; init; }

    public string? TranslationOf { get; init; }

    public required string Name { get; init; }

    public required string Title { get; init; }

    public required Problem Problem { get; init; }

    public required ConversationStyle Manner { get; init; }

    public required Profile Profile { get; init; }

    public required SpeakingStyle Style { get; init; }

    /// <summary>What the trainee is told before; nothing gated.</summary>
    public required string Situation { get; init; }

    /// <summary>The trouble as a noun phrase that fits into a sentence, for <c>{issue}</c>: 考研这件事.</summary>
    public required string Issue { get; init; }

    public required IReadOnlyList<string> Openings { get; init; }

    public required string Goal { get; init; }

    public required IReadOnlyList<string> Principles { get; init; }

    public required MindStart Start { get; init; }

    public required CognitiveModel Model { get; init; }

    /// <summary>Facts beside the model: circumstances, people, dates. At least two are free.</summary>
    public required IReadOnlyList<Fact> Facts { get; init; }

    /// <summary>Own lines by moment; templates. <c>again</c> are more ways to say how it feels.</summary>
    public required IReadOnlyDictionary<string, IReadOnlyList<string>> Phrases { get; init; }

    /// <summary>The next step in its own words when a session ends well; at least two.</summary>
    public required IReadOnlyList<string> Steps { get; init; }

    public int Turns { get; init; } = 20;

    /// <summary>What happens before a next session; at least two.</summary>
    public required IReadOnlyList<BetweenSessions> Between { get; init; }

    /// <summary>The same person with a risk; plays as a scene of its own.</summary>
    public CrisisVariant? Crisis { get; init; }

    /// <summary>Points of a good session; shown afterwards only.</summary>
    public required IReadOnlyList<string> Reference { get; init; }

    public IReadOnlyList<SceneCheck> Checks { get; init; } = [];

    /// <summary>Id of a released rubric that judges it; the one that ships where it names none, or none that is in service.</summary>
    public string? Rubric { get; init; }

    public Difficulties Difficulty { get; init; } = new();

    public required ScriptedTrainees Trainees { get; init; }

    /// <summary>Every fact with its place, those of the model too; without the crisis.</summary>
    internal IReadOnlyList<(string Place, Fact Fact)> Ledger() =>
        [.. Facts.Select((fact, i) => ($"$.facts[{i}]", fact)), .. Model.Ledger()];

    public IEnumerable<ContentProblem> Problems() =>
        Rules.Head(Id, Lang, TranslationOf)
            .Concat(Style.Problems("$.style"))
            .Concat(Rules.Lines("$.openings", Openings, 3))
            .Concat(Rules.Lines("$.principles", Principles, 3))
            .Concat(Start.Problems("$.start"))
            .Concat(Model.Problems("$.model"))
            .Concat(Facts.Count(f => f.Gate == FactGate.Free) < 2 ? [new ContentProblem("$.facts：至少 2 条不设门槛，否则来访者无话可说。", "$.facts: at least 2 are free, or the person has nothing to say.")] : [])
            .Concat(Simulation.Content.Ledger.Problems([.. Ledger(), .. Crisis?.Ledger() ?? []], Open(), ActCodes.Counselling))
            .Concat(Rules.Phrases("$.phrases", Phrases, Needed, ActCodes.Counselling))
            .Concat(Rules.Lines("$.steps", Steps, 2))
            .Concat(Turns is < 8 or > 40 ? [new ContentProblem($"$.turns 是 {Turns}，应在 8 到 40 之间。", $"$.turns is {Turns}; 8 to 40 is needed.")] : [])
            .Concat(Between.Count < 2 ? [Rules.TooFew("$.between", Between.Count, 2)] : [])
            .Concat(Between.SelectMany((between, i) => Rules.Lines($"$.between[{i}].say", between.Say, 1)))
            .Concat(Crisis?.Problems("$.crisis") ?? [])
            .Concat(Rules.Lines("$.reference", Reference, 3))
            .Concat(Checks.SelectMany((check, i) => check.Problems($"$.checks[{i}]", [.. Ledger().Select(f => f.Fact.Id)], ActCodes.Counselling)))
            .Concat(Rules.OptionalId("$.rubric", Rubric))
            .Concat(Difficulty.Problems("$.difficulty"))
            .Concat(Trainees.Problems("$.trainees"));

    private IReadOnlyList<(string Place, string Text)> Open() =>
        [("$.title", Title), ("$.situation", Situation), ("$.issue", Issue), ("$.goal", Goal), .. Profile.Open("$.profile"),
            .. Style.Traits.Select(trait => ("$.style.traits", trait)), .. Principles.Select(principle => ("$.principles", principle))];
}

public enum Problem
{
    ExamStress,
    Work,
    Family,
    Relationship,
    Grief,
    Sleep,
    Loneliness,
    Postpartum,
    Marriage,
    Parenting,
    SocialAnxiety,
    SelfWorth,
    Illness,
    Retirement,
    Money,
    Migration,
    Burnout,
    Other,
}

/// <summary>How a person talks in a session (PATIENT-Ψ, arXiv 2405.19660).</summary>
public enum ConversationStyle
{
    Plain,

    /// <summary>Irritable, blames, resists.</summary>
    Upset,

    /// <summary>Talks much, in detail, hard to interrupt.</summary>
    Verbose,

    /// <summary>Short answers, much silence.</summary>
    Reserved,

    /// <summary>Leaves the topic when it hurts.</summary>
    Tangent,

    /// <summary>Agrees with everything, hides what is hard.</summary>
    Pleasing,
}

/// <summary>Where the state stands when the first session begins at medium difficulty; each from 0 to 100.</summary>
public sealed record MindStart
{
    /// <summary>50 is level, lower is worse; at 10 or below the person walks out.</summary>
    public int Emotion { get; init; } = 50;

    public int Rapport { get; init; } = 30;

    public int Openness { get; init; } = 35;

    /// <summary>How far the person feels in control of the trouble.</summary>
    public int Control { get; init; } = 30;

    /// <summary>How far it believes that it can do something.</summary>
    public int Efficacy { get; init; } = 30;

    /// <summary>How far it sees its own pattern.</summary>
    public int Awareness { get; init; } = 25;

    internal IEnumerable<ContentProblem> Problems(string place) => Rules.Percent(
        ($"{place}.emotion", Emotion), ($"{place}.rapport", Rapport), ($"{place}.openness", Openness),
        ($"{place}.control", Control), ($"{place}.efficacy", Efficacy), ($"{place}.awareness", Awareness));
}
