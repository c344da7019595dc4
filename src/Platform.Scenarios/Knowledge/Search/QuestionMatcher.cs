namespace Platform.Scenarios.Knowledge.Search;

/// <summary>The stages side by side: everything that compares a query with stored questions, before calibration. Thread-safe.</summary>
internal sealed class QuestionMatcher : IDisposable
{
    private readonly int _entries;
    private readonly IReadOnlyList<StoredQuestion> _questions;
    private readonly QuestionVocabulary _vocabulary;
    private readonly IntentClassifier _classifier;
    private readonly LexicalIndex _lexical;
    private readonly NeighbourIndex _neighbours;
    private readonly NeighbourIndex _answers; // one for each entry
    private readonly float[][]? _dense; // unit vectors, one for each question

    private QuestionMatcher(
        IReadOnlyList<string> answers, IReadOnlyList<StoredQuestion> questions, QuestionVocabulary vocabulary, IntentClassifier classifier,
        LexicalIndex lexical, float[][]? dense)
    {
        (_entries, _questions, _vocabulary, _classifier, _lexical, _dense) = (answers.Count, questions, vocabulary, classifier, lexical, dense);
        _neighbours = new NeighbourIndex([.. questions.Select(question => vocabulary.Vectorize(question.Normalized))], vocabulary.Count);
        _answers = new NeighbourIndex([.. answers.Select(answer => vocabulary.Vectorize(QuestionText.Normalize(answer)))], vocabulary.Count);
    }

    /// <param name="dense">Unit vectors of the questions, or null.</param>
    public static QuestionMatcher Train(
        IReadOnlyList<string> answers, IReadOnlyList<StoredQuestion> questions, IReadOnlyList<int> labels, float[][]? dense, float cost,
        CancellationToken cancellationToken)
    {
        var texts = questions.Select(question => question.Normalized).ToArray();
        var (vocabulary, classifier) = TrainClassifier(answers, texts, labels, cost, cancellationToken);
        return new QuestionMatcher(answers, questions, vocabulary, classifier, LexicalIndex.Build(texts), dense);
    }

    /// <summary>The sentences of an answer teach the classifier as its questions do: they hold the words that askers use later.</summary>
    public static (QuestionVocabulary Vocabulary, IntentClassifier Classifier) TrainClassifier(
        IReadOnlyList<string> answers, IReadOnlyList<string> texts, IReadOnlyList<int> labels, float cost, CancellationToken cancellationToken)
    {
        var present = labels.ToHashSet();
        var sentences = Enumerable.Range(0, answers.Count).Where(present.Contains)
            .SelectMany(entry => BestSentence.Split(answers[entry]).Select(sentence => (Text: QuestionText.Normalize(sentence), Entry: entry)))
            .Where(sentence => sentence.Text.Length > 0)
            .ToArray();
        string[] all = [.. texts, .. sentences.Select(sentence => sentence.Text)];
        var vocabulary = QuestionVocabulary.Learn(all);
        var classifier = IntentClassifier.Train(
            [.. all.Select(vocabulary.Vectorize)], [.. labels, .. sentences.Select(sentence => sentence.Entry)], answers.Count,
            vocabulary.Count, cost, cancellationToken);
        return (vocabulary, classifier);
    }

    /// <summary>What each stage says of every entry that <paramref name="admitted"/> lets through.</summary>
    /// <param name="dense">Unit vector of the query, or null.</param>
    public MatchEvidence Compare(string normalizedQuery, float[]? dense, Func<int, bool> admitted, StageClock? clock = null)
    {
        var perQuestion = new float[_questions.Count];
        var evidence = new MatchEvidence(_entries);

        _lexical.Score(normalizedQuery, perQuestion);
        BestOfEntry(perQuestion, evidence.Lexical, evidence.LexicalQuestion);
        clock?.Lap("lexical");

        var query = _vocabulary.Vectorize(normalizedQuery);
        evidence.Coverage = query.Coverage;
        _classifier.Score(query, evidence.Margin);
        clock?.Lap("classifier");

        _neighbours.Score(query, perQuestion);
        BestOfEntry(perQuestion, evidence.Similarity, evidence.SimilarQuestion);
        _answers.Score(query, evidence.Answer);
        clock?.Lap("similarity");

        if (dense is not null && _dense is not null)
        {
            evidence.Dense = new float[_entries];
            for (var i = 0; i < perQuestion.Length; i++) perQuestion[i] = UnitVectors.Cosine(dense, _dense[i]);
            BestOfEntry(perQuestion, evidence.Dense, evidence.DenseQuestion);
            clock?.Lap("dense");
        }

        evidence.Present = Present(admitted);
        return evidence;
    }

    public StoredQuestion this[int question] => _questions[question];

    public void Save(string folder)
    {
        _lexical.Save(Path.Combine(folder, "lexical"));
        using var writer = new BinaryWriter(File.Create(Path.Combine(folder, "matcher.bin")));
        _vocabulary.Write(writer);
        _classifier.Write(writer);
        writer.Write(_dense?.Length ?? -1);
        foreach (var vector in _dense ?? [])
        {
            writer.Write(vector.Length);
            foreach (var value in vector) writer.Write(value);
        }
    }

    public static QuestionMatcher Load(string folder, IReadOnlyList<string> answers, IReadOnlyList<StoredQuestion> questions)
    {
        using var reader = new BinaryReader(File.OpenRead(Path.Combine(folder, "matcher.bin")));
        var vocabulary = QuestionVocabulary.Read(reader);
        var classifier = IntentClassifier.Read(reader);
        var vectors = reader.ReadInt32();
        var dense = vectors < 0 ? null : new float[vectors][];
        for (var i = 0; i < vectors; i++)
        {
            dense![i] = new float[reader.ReadInt32()];
            for (var k = 0; k < dense[i].Length; k++) dense[i][k] = reader.ReadSingle();
        }

        return new QuestionMatcher(answers, questions, vocabulary, classifier, LexicalIndex.Load(Path.Combine(folder, "lexical")), dense);
    }

    public void Dispose() => _lexical.Dispose();

    private int[] Present(Func<int, bool> admitted)
    {
        var present = new SortedSet<int>();
        foreach (var question in _questions)
            if (admitted(question.Entry)) present.Add(question.Entry);

        return [.. present];
    }

    private void BestOfEntry(float[] perQuestion, float[] scores, int[] best)
    {
        Array.Fill(scores, float.NegativeInfinity);
        for (var i = 0; i < perQuestion.Length; i++)
        {
            var entry = _questions[i].Entry;
            if (perQuestion[i] > scores[entry]) (scores[entry], best[entry]) = (perQuestion[i], i);
        }
    }
}
