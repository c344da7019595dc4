using Platform.Scenarios.Simulation.Acts;
using Platform.Scenarios.Simulation.Content;

namespace Platform.Scenarios.CommunityRole;

/// <summary>A matter that any resident can bring: facts, grounds, what is wanted and what ends it; nothing of the person.</summary>
public sealed record CommunityCase : IAuthored
{
    private static readonly Dictionary<string, int> Needed = new(StringComparer.Ordinal)
    {
        [PhraseKeys.Again] = 8,
        [PhraseKeys.Demand] = 4,
    };

    public required string Id { get; init; }

    public required string Lang { get; init; }

    public string? TranslationOf { get; init; }

    public required string Title { get; init; }

    public required Topic Topic { get; init; }

    /// <summary>What the trainee is told before: who comes with what, what the office knows. Nothing gated.</summary>
    public required string Situation { get; init; }

    /// <summary>The matter as a noun phrase that fits into a sentence, for <c>{issue}</c>: 楼上半夜打麻将的事.</summary>
    public required string Issue { get; init; }

    /// <summary>First words of the resident; templates.</summary>
    public required IReadOnlyList<string> Openings { get; init; }

    /// <summary>What the trainee is to reach, in the trainee's words.</summary>
    public required string Goal { get; init; }

    /// <summary>What the resident wants at heart; given to a model.</summary>
    public required string Wants { get; init; }

    public required IReadOnlyList<Fact> Facts { get; init; }

    /// <summary>Lines about this matter by moment; templates.</summary>
    public required IReadOnlyDictionary<string, IReadOnlyList<string>> Phrases { get; init; }

    public required Agreement Agreement { get; init; }

    /// <summary>Turns of the trainee after which time is up.</summary>
    public int Turns { get; init; } = 16;

    /// <summary>Law and policy that bear on it, and the only ones that count when a trainee cites; each is looked up in the law base by a test.</summary>
    public required IReadOnlyList<LawGround> Grounds { get; init; }

    /// <summary>Points of a good answer; shown after the session only.</summary>
    public required IReadOnlyList<string> Reference { get; init; }

    public IReadOnlyList<SceneCheck> Checks { get; init; } = [];

    /// <summary>Id of a released rubric that judges it; the one that ships where it names none, or none that is in service.</summary>
    public string? Rubric { get; init; }

    public Difficulties Difficulty { get; init; } = new();

    public required ScriptedTrainees Trainees { get; init; }

    public IEnumerable<ContentProblem> Problems() =>
        Rules.Head(Id, Lang, TranslationOf)
            .Concat(Rules.Lines("$.openings", Openings, 3))
            .Concat(Facts.Count < 8 ? [Rules.TooFew("$.facts", Facts.Count, 8)] : [])
            .Concat(Facts.Count(f => f.Gate == FactGate.Free) < 2 ? [new ContentProblem("$.facts：至少 2 条不设门槛，否则居民无话可说。", "$.facts: at least 2 are free, or the resident has nothing to say.")] : [])
            .Concat(Facts.All(f => f.Gate != FactGate.Rapport) ? [new ContentProblem("$.facts：至少一条的门槛是 rapport。", "$.facts: at least one has the gate rapport.")] : [])
            .Concat(Ledger.Problems([.. Facts.Select((fact, i) => ($"$.facts[{i}]", fact))], Open(), ActCodes.Community))
            .Concat(Rules.Phrases("$.phrases", Phrases, Needed, ActCodes.Community))
            .Concat(Agreement.Problems("$.agreement"))
            .Concat(Turns is < 6 or > 40 ? [new ContentProblem($"$.turns 是 {Turns}，应在 6 到 40 之间。", $"$.turns is {Turns}; 6 to 40 is needed.")] : [])
            .Concat(Grounds.Count == 0 ? [new ContentProblem("$.grounds 是空的：至少要一条法律或政策依据。", "$.grounds is empty; at least one law or policy ground is needed.")] : [])
            .Concat(Grounds.SelectMany((ground, i) => ground.Problems($"$.grounds[{i}]")))
            .Concat(Rules.Lines("$.reference", Reference, 3))
            .Concat(Checks.SelectMany((check, i) => check.Problems($"$.checks[{i}]", [.. Facts.Select(f => f.Id)], ActCodes.Community)))
            .Concat(Rules.OptionalId("$.rubric", Rubric))
            .Concat(Difficulty.Problems("$.difficulty"))
            .Concat(Trainees.Problems("$.trainees"));

    /// <summary>What is shown or given to a model from the start.</summary>
    internal IReadOnlyList<(string Place, string Text)> Open() => [("$.title", Title), ("$.situation", Situation), ("$.issue", Issue), ("$.goal", Goal), ("$.wants", Wants)];
}

/// <summary>What people bring to a neighbourhood committee.</summary>
public enum Topic
{
    Noise,
    Leaks,
    PropertyManagement,
    Parking,
    Dogs,
    Rubbish,
    Lifts,
    Subsidies,
    Registration,
    IllegalBuilding,
    ElderlyCare,
    RoadsAndLights,
    TitleDeeds,
    FireSafety,
    Schools,
    Demolition,
    Utilities,
    SocialInsurance,
    CookingFumes,
    Sublets,
    OwnersCommittee,
    Neighbours,
    FamilyAndChildren,
    Accessibility,
    Other,
}

/// <summary>When the resident agrees to a next step: all needed acts were seen and the state is good enough.</summary>
public sealed record Agreement
{
    /// <summary>Act codes, for example concrete-measure and deadline.</summary>
    public required IReadOnlyList<string> Needs { get; init; }

    public int Trust { get; init; } = 50;

    /// <summary>Anger must be at or below it.</summary>
    public int Anger { get; init; } = 45;

    /// <summary>The next step in the resident's words, as the end of an agreement: "那我等您周五的电话。"; templates, at least two.</summary>
    public required IReadOnlyList<string> Step { get; init; }

    internal IEnumerable<ContentProblem> Problems(string place)
    {
        foreach (var code in Needs.Except(ActCodes.Community, StringComparer.Ordinal))
            yield return Rules.NoAct($"{place}.needs", code, ActCodes.Community);
        if (Needs.Count == 0)
            yield return new ContentProblem($"{place}.needs 是空的：请写出居民同意之前学员必须做到什么。", $"{place}.needs is empty; name what must be offered before the resident agrees.");
        foreach (var problem in Rules.Percent(($"{place}.trust", Trust), ($"{place}.anger", Anger)).Concat(Rules.Lines($"{place}.step", Step, 2)))
            yield return problem;
    }
}
