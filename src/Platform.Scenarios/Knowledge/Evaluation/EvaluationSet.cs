using Platform.Scenarios.Knowledge.Search;

namespace Platform.Scenarios.Knowledge.Evaluation;

/// <summary>A knowledge base and questions to ask of it that it has not seen.</summary>
/// <param name="Questions">Questions one entry answers.</param>
/// <param name="OutOfScope">Questions no entry answers; may be empty.</param>
public sealed record EvaluationSet(
    string Name, IReadOnlyList<SearchEntry> Entries, IReadOnlyList<EvaluationQuestion> Questions, IReadOnlyList<OutOfScopeQuestion> OutOfScope)
{
    /// <summary>The same set with at most <paramref name="similar"/> similar questions for each entry, drawn with <paramref name="seed"/>.</summary>
    public EvaluationSet WithSimilar(int similar, int seed)
    {
        var random = new Random(seed);
        return this with
        {
            Entries = [.. Entries.Select(entry =>
            {
                var shuffled = entry.Similar.ToArray();
                random.Shuffle(shuffled);
                return entry with { Similar = shuffled[..Math.Min(similar, shuffled.Length)] };
            })],
        };
    }
}

/// <summary>A question and the key of the entry that answers it.</summary>
public sealed record EvaluationQuestion(string Text, string Key, string? Language = null);

/// <summary>A question the base cannot answer.</summary>
public sealed record OutOfScopeQuestion(string Text, string? Language = null);
