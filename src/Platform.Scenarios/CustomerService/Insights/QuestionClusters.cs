using Platform.Scenarios.Knowledge.Search;

namespace Platform.Scenarios.CustomerService.Insights;

/// <summary>A question that found nothing, where it was asked.</summary>
public sealed record UnansweredQuestion(string Text, Guid Conversation, int Sequence, DateTimeOffset At, QuestionFate Fate);

/// <summary>Unanswered questions that read alike.</summary>
/// <param name="Question">The wording that most of them are near to.</param>
/// <param name="Latest">Some of them, the latest first.</param>
public sealed record QuestionCluster(string Question, int Count, DateTimeOffset LastAt, IReadOnlyList<UnansweredQuestion> Latest);

/// <summary>Groups questions by the n-grams they share: the same questions give the same groups in the same order.</summary>
internal static class QuestionClusters
{
    /// <summary>Cosine from which two wordings are taken for the same question.</summary>
    private const float Alike = 0.42f;

    private const int MostShown = 5;

    /// <param name="most">How many groups are wanted, the largest first.</param>
    public static IReadOnlyList<QuestionCluster> Of(IReadOnlyList<UnansweredQuestion> questions, int most)
    {
        var wordings = questions
            .Select(question => (Question: question, Normalized: QuestionText.Normalize(question.Text)))
            .GroupBy(pair => QuestionText.ExactKey(pair.Normalized), StringComparer.Ordinal)
            .Where(same => same.Key.Length > 0)
            .Select(same => new Wording(same.First().Normalized, [.. same.Select(pair => pair.Question)]))
            .OrderByDescending(wording => wording.Asked.Count).ThenBy(wording => wording.Normalized, StringComparer.Ordinal)
            .ToList();
        if (wordings.Count == 0)
            return [];

        var vocabulary = QuestionVocabulary.Learn(wordings.ConvertAll(wording => wording.Normalized));
        var vectors = wordings.ConvertAll(wording => vocabulary.Vectorize(wording.Normalized));
        var neighbours = new NeighbourIndex(vectors, vocabulary.Count);
        var cosines = new float[wordings.Count];
        var isTaken = new bool[wordings.Count];
        var clusters = new List<QuestionCluster>();
        for (var leader = 0; leader < wordings.Count; leader++) // the most asked wordings gather the rest around them
        {
            if (isTaken[leader])
                continue;
            neighbours.Score(vectors[leader], cosines);
            var members = Enumerable.Range(leader, wordings.Count - leader).Where(i => i == leader || (!isTaken[i] && cosines[i] >= Alike)).ToList();
            foreach (var member in members)
                isTaken[member] = true;
            clusters.Add(Cluster(wordings[leader], [.. members.SelectMany(member => wordings[member].Asked)]));
        }

        return [.. clusters.OrderByDescending(cluster => cluster.Count).ThenByDescending(cluster => cluster.LastAt).ThenBy(cluster => cluster.Question, StringComparer.Ordinal).Take(most)];
    }

    private static QuestionCluster Cluster(Wording leader, IReadOnlyList<UnansweredQuestion> asked)
    {
        var latest = asked.OrderByDescending(question => question.At).ThenByDescending(question => question.Sequence).ToList();
        return new QuestionCluster(leader.Asked[0].Text.Trim(), asked.Count, latest[0].At, latest[..Math.Min(MostShown, latest.Count)]);
    }

    private sealed record Wording(string Normalized, IReadOnlyList<UnansweredQuestion> Asked);
}
