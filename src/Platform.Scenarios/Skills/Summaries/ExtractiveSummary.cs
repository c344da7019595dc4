using Platform.Scenarios.Knowledge.Search;

namespace Platform.Scenarios.Skills.Summaries;

/// <summary>Picks the sentences of a text that say most of it, in their order and unchanged.</summary>
/// <remarks>Centrality of a sentence among the others as in Erkan and Radev 2004, "LexRank" (degree), each pick weighed against what is picked already as in
/// Carbonell and Goldstein 1998, "The use of MMR".</remarks>
internal static class ExtractiveSummary
{
    /// <summary>How much a pick gains by being central; the rest is lost by saying again what was picked.</summary>
    private const double WeightOfCentrality = 0.7;

    /// <summary>Shorter sentences, such as 好的。, say nothing by themselves.</summary>
    private const int ShortestSentence = 6;

    private const int MostSentences = 600;

    /// <param name="most">How many sentences are picked at most.</param>
    /// <returns>At least one for a text that holds any.</returns>
    public static IReadOnlyList<string> Of(string text, int most)
    {
        var all = BestSentence.Split(text).Take(MostSentences).ToList();
        var sentences = all.Where(sentence => sentence.Length >= ShortestSentence).Distinct(StringComparer.Ordinal).ToList();
        if (sentences.Count <= most)
            return sentences.Count > 0 ? sentences : [.. all.Take(most)];

        var likeness = Likeness(sentences);
        var centrality = likeness.Select(row => (double)row.Average()).ToArray();
        var picked = new List<int>();
        while (picked.Count < most)
            picked.Add(Enumerable.Range(0, sentences.Count).Except(picked)
                .MaxBy(at => (WeightOfCentrality * centrality[at]) - ((1 - WeightOfCentrality) * picked.Select(other => (double)likeness[at][other]).DefaultIfEmpty(0).Max())));
        return [.. picked.Order().Select(at => sentences[at])];
    }

    private static float[][] Likeness(List<string> sentences)
    {
        var normalized = sentences.ConvertAll(sentence => QuestionText.Normalize(sentence));
        var vocabulary = QuestionVocabulary.Learn(normalized);
        var vectors = normalized.ConvertAll(vocabulary.Vectorize);
        var index = new NeighbourIndex(vectors, vocabulary.Count);
        return [.. vectors.Select(vector =>
        {
            var row = new float[sentences.Count];
            index.Score(vector, row);
            return row;
        })];
    }
}
