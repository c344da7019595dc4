namespace Platform.Scenarios.Knowledge.Search;

/// <summary>Makes an index from a knowledge base, or opens one that was made before.</summary>
/// <param name="encoder">Joins a dense stage; without it the other stages do the work.</param>
public sealed class KnowledgeIndexBuilder(IQuestionEncoder? encoder = null)
{
    /// <summary>Trains on the questions of the base. Equal content gives an equal index.</summary>
    public KnowledgeIndex Build(
        IReadOnlyList<SearchEntry> entries, IReadOnlyList<SearchPassage> passages, CancellationToken cancellationToken)
    {
        var questions = StoredQuestion.Of(entries);
        var dense = encoder is null || questions.Count == 0
            ? null
            : UnitVectors.Of(encoder, [.. questions.Select(question => question.Normalized)]);
        var answers = entries.Select(entry => entry.Answer).ToArray();
        var rehearsal = new Rehearsal(answers, questions, dense, cancellationToken);
        var cost = rehearsal.BestCost();
        var calibrator = rehearsal.Calibrate(cost);
        var labels = questions.Select(question => question.Entry).ToArray();
        var matcher = QuestionMatcher.Train(answers, questions, labels, dense, cost, cancellationToken);
        return new KnowledgeIndex(
            KnowledgeIndexFolder.Fingerprint(entries, passages, encoder?.Name), entries, questions, matcher, calibrator,
            PassageIndex.Build(passages), encoder);
    }

    /// <returns>The index in the folder if it was made from this very content with this encoder, else null.</returns>
    public KnowledgeIndex? TryOpen(string folder, IReadOnlyList<SearchEntry> entries, IReadOnlyList<SearchPassage> passages) => KnowledgeIndexFolder.TryLoad(folder, entries, passages, encoder);

    /// <summary>Opens the index in <paramref name="folder"/> if it was made from this very content, otherwise builds and saves it there.</summary>
    /// <remarks>What else stands in the folder is replaced. A broken or foreign folder is rebuilt.</remarks>
    public KnowledgeIndex OpenOrBuild(
        string folder, IReadOnlyList<SearchEntry> entries, IReadOnlyList<SearchPassage> passages, CancellationToken cancellationToken)
    {
        if (TryOpen(folder, entries, passages) is { } current) return current;

        var index = Build(entries, passages, cancellationToken);
        KnowledgeIndexFolder.Save(folder, index);
        return index;
    }
}
