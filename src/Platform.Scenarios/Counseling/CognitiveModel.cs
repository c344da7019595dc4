using Platform.Scenarios.Simulation.Content;

namespace Platform.Scenarios.Counseling;

/// <summary>Why the person feels and acts as it does (after Beck; PATIENT-Ψ). Each part is a fact with a gate of its own.</summary>
public sealed record CognitiveModel
{
    /// <summary>What happened earlier in life; asked or rapport.</summary>
    public required IReadOnlyList<Fact> History { get; init; }

    /// <summary>"I am worthless": depth.</summary>
    public required IReadOnlyList<Fact> CoreBeliefs { get; init; }

    /// <summary>Rules of life, "if I fail once, everybody will see": rapport or depth.</summary>
    public required IReadOnlyList<Fact> IntermediateBeliefs { get; init; }

    /// <summary>What it does so as not to feel it; asked or rapport.</summary>
    public required IReadOnlyList<Fact> Coping { get; init; }

    public required IReadOnlyList<TroubleSituation> Situations { get; init; }

    internal IReadOnlyList<(string Place, Fact Fact)> Ledger() =>
        [.. Of("history", History), .. Of("coreBeliefs", CoreBeliefs), .. Of("intermediateBeliefs", IntermediateBeliefs), .. Of("coping", Coping),
            .. Situations.SelectMany((situation, i) => situation.Ledger($"$.model.situations[{i}]"))];

    internal IEnumerable<ContentProblem> Problems(string place)
    {
        if (History.Count == 0 || CoreBeliefs.Count == 0 || IntermediateBeliefs.Count == 0 || Coping.Count == 0)
            yield return new ContentProblem($"{place}：history、coreBeliefs、intermediateBeliefs、coping 各至少一项。", $"{place}: history, coreBeliefs, intermediateBeliefs and coping have at least one each.");
        if (Situations.Count < 2)
            yield return Rules.TooFew($"{place}.situations", Situations.Count, 2);
        foreach (var belief in CoreBeliefs.Where(belief => belief.Gate != FactGate.Depth))
            yield return new ContentProblem($"{place}.coreBeliefs：“{belief.Id}”的门槛应为 depth，核心信念藏得深。", $"{place}.coreBeliefs: '{belief.Id}' has the gate {belief.Gate}; a core belief is deep.");
        foreach (var belief in IntermediateBeliefs.Where(belief => belief.Gate is not (FactGate.Depth or FactGate.Rapport)))
            yield return new ContentProblem($"{place}.intermediateBeliefs：“{belief.Id}”的门槛应为 rapport 或 depth。", $"{place}.intermediateBeliefs: '{belief.Id}' has the gate {belief.Gate}; rapport or depth is needed.");
        foreach (var empty in Situations.Where(s => s.Emotions.Count == 0 || s.Thoughts.Count == 0))
            yield return new ContentProblem($"{place}.situations：“{empty.Event.Id}”缺 emotions 或 thoughts。", $"{place}.situations: '{empty.Event.Id}' needs emotions and thoughts.");
    }

    private static IEnumerable<(string Place, Fact Fact)> Of(string part, IReadOnlyList<Fact> facts) => facts.Select((fact, i) => ($"$.model.{part}[{i}]", fact));
}

/// <summary>Something that happens, what goes through the mind then, how that feels and what is done.</summary>
public sealed record TroubleSituation
{
    /// <summary>What happened; free, asked or rapport.</summary>
    public required Fact Event { get; init; }

    /// <summary>Automatic thoughts; rapport or depth.</summary>
    public required IReadOnlyList<Fact> Thoughts { get; init; }

    /// <summary>Words for feelings, for example 羞耻, 委屈.</summary>
    public required IReadOnlyList<string> Emotions { get; init; }

    public required IReadOnlyList<Fact> Behaviours { get; init; }

    internal IEnumerable<(string Place, Fact Fact)> Ledger(string place) =>
        [($"{place}.event", Event), .. Thoughts.Select((fact, i) => ($"{place}.thoughts[{i}]", fact)), .. Behaviours.Select((fact, i) => ($"{place}.behaviours[{i}]", fact))];
}

/// <summary>Something that happens between two sessions; the first whose condition holds begins the next one.</summary>
public sealed record BetweenSessions
{
    public required BetweenCondition When { get; init; }

    /// <summary>What happened, third person.</summary>
    public required string Text { get; init; }

    /// <summary>How the person opens the next session with it; templates.</summary>
    public required IReadOnlyList<string> Say { get; init; }

    /// <summary>Added to emotion at the start of the next session, -30 to 30.</summary>
    public int Emotion { get; init; }
}

public enum BetweenCondition
{
    /// <summary>The session ended with a step that the person chose.</summary>
    AgreedStep,

    /// <summary>The person walked out or trust fell.</summary>
    Hurt,

    Always,
}

/// <summary>What changes when the person is at risk.</summary>
public sealed record CrisisVariant
{
    public required CrisisKind Kind { get; init; }

    /// <summary>Dropped in passing, unasked, once each: "有时候觉得挺没意思的". At least three.</summary>
    public required IReadOnlyList<string> Hints { get; init; }

    /// <summary>Wish, plan, means, time, earlier attempts, what holds the person: gated, sensitivity 3, told to one who asks directly.</summary>
    public required IReadOnlyList<Fact> Facts { get; init; }

    public required ScriptedTrainees Trainees { get; init; }

    internal IReadOnlyList<(string Place, Fact Fact)> Ledger() => [.. Facts.Select((fact, i) => ($"$.crisis.facts[{i}]", fact))];

    internal IEnumerable<ContentProblem> Problems(string place) =>
        Rules.Lines($"{place}.hints", Hints, 3)
            .Concat(Facts.Count < 3 ? [Rules.TooFew($"{place}.facts", Facts.Count, 3)] : [])
            .Concat(Facts.Where(f => f.Gate == FactGate.Free).Select(f => new ContentProblem($"{place}.facts：“{f.Id}”不设门槛；风险只对问到的人说。", $"{place}.facts: '{f.Id}' is free; a risk is told to one who asks.")))
            .Concat(Trainees.Problems($"{place}.trainees"));
}
