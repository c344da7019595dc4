using Platform.Scenarios.Simulation.Acts;
using Platform.Scenarios.Simulation.Content;

namespace Platform.Scenarios.Simulation.Wording;

/// <summary>Lines for the moments that a character's own book leaves out.</summary>
public sealed record CommonPhrases : IAuthored
{
    public required string Id { get; init; }

    public required string Lang { get; init; }

    public required string Family { get; init; }

    public required IReadOnlyDictionary<string, IReadOnlyList<string>> Phrases { get; init; }

    public IEnumerable<ContentProblem> Problems() =>
        Rules.Head(Id, Lang, null).Concat(Rules.Phrases("$.phrases", Phrases, new Dictionary<string, int>(StringComparer.Ordinal), ActCodes.Of(Family)));

    /// <summary>By language, from a family's folder.</summary>
    public static IReadOnlyDictionary<string, CommonPhrases> ReadAll(string folder) =>
        ContentFile.ReadAll<CommonPhrases>(Path.Combine(folder, "phrases")).ToDictionary(p => p.Lang, StringComparer.Ordinal);
}
