using Platform.Scenarios.Simulation.Acts;
using Platform.Scenarios.Simulation.Content;

namespace Platform.Scenarios.CommunityRole;

/// <summary>A resident who can play any case of the same language: manner, temper and history, nothing of the matter.</summary>
public sealed record ResidentPersona : IAuthored
{
    private static readonly Dictionary<string, int> Needed = new(StringComparer.Ordinal)
    {
        [PhraseKeys.Escalate] = 8,
        [PhraseKeys.Hold] = 8,
        [PhraseKeys.Soften] = 8,
        [PhraseKeys.LeadIn] = 4,
        [PhraseKeys.Deflect] = 3,
        [PhraseKeys.WalkOut] = 2,
        [PhraseKeys.Agree] = 2,
        [PhraseKeys.Close] = 2,
    };

    public required string Id { get; init; }

    public required string Lang { get; init; }

    /// <summary>Id of the file in the other language.</summary>
    public string? TranslationOf { get; init; }

    public required string Name { get; init; }

    public required Hostility Hostility { get; init; }

    public required Profile Profile { get; init; }

    public required SpeakingStyle Style { get; init; }

    public required Temper Temper { get; init; }

    /// <summary>What this person always or never does in such a talk; given to a model.</summary>
    public required IReadOnlyList<string> Principles { get; init; }

    /// <summary>Personal facts that bear on any case: health, work shifts, an earlier visit to the office.</summary>
    public required IReadOnlyList<Fact> Facts { get; init; }

    /// <summary>Own lines by moment (<see cref="PhraseKeys"/>); templates.</summary>
    public required IReadOnlyDictionary<string, IReadOnlyList<string>> Phrases { get; init; }

    public IEnumerable<ContentProblem> Problems() =>
        Rules.Head(Id, Lang, TranslationOf)
            .Concat(Style.Problems("$.style"))
            .Concat(Temper.Problems("$.temper"))
            .Concat(Rules.Lines("$.principles", Principles, 3))
            .Concat(Facts.Count < 3 ? [Rules.TooFew("$.facts", Facts.Count, 3)] : [])
            .Concat(Ledger.Problems([.. Facts.Select((fact, i) => ($"$.facts[{i}]", fact))], Open(), ActCodes.Community))
            .Concat(Rules.Phrases("$.phrases", Phrases, Needed, ActCodes.Community));

    /// <summary>What is shown or given to a model from the start.</summary>
    internal IReadOnlyList<(string Place, string Text)> Open() =>
        [.. Profile.Open("$.profile"), .. Style.Traits.Select(trait => ("$.style.traits", trait)), .. Principles.Select(principle => ("$.principles", principle))];
}

/// <summary>How a person makes it hard for whoever helps (arXiv 2506.00386).</summary>
public enum Hostility
{
    /// <summary>Leaves everything to the other, does not let go.</summary>
    OverDependent,

    /// <summary>Knows better, demands, threatens with higher places.</summary>
    Authoritarian,

    /// <summary>Shouts, insults, slams the table.</summary>
    Aggressive,

    /// <summary>Says little, doubts everything, agrees to nothing.</summary>
    Uncooperative,
}

/// <summary>Where the state stands when the talk begins at medium difficulty, and how quickly it moves.</summary>
public sealed record Temper
{
    public required int Anger { get; init; }

    public required int Trust { get; init; }

    public required int Patience { get; init; }

    /// <summary>How much the person feels heard.</summary>
    public required int Heard { get; init; }

    /// <summary>Multiplies what bad acts do, 0.5 to 1.5.</summary>
    public double Flare { get; init; } = 1;

    /// <summary>Multiplies what good acts do, 0.5 to 1.5.</summary>
    public double Ease { get; init; } = 1;

    internal IEnumerable<ContentProblem> Problems(string place)
    {
        foreach (var problem in Rules.Percent(($"{place}.anger", Anger), ($"{place}.trust", Trust), ($"{place}.patience", Patience), ($"{place}.heard", Heard)))
            yield return problem;
        if (Flare is < 0.5 or > 1.5 || Ease is < 0.5 or > 1.5)
            yield return new ContentProblem($"{place}：flare、ease 应在 0.5 到 1.5 之间。", $"{place}: flare and ease go from 0.5 to 1.5.");
    }
}
