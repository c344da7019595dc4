namespace Platform.Scenarios.Knowledge.Search;

/// <summary>
/// Plays unseen questions with the base itself: parts of it are hidden in turn, and the rest is asked. Shows how strictly
/// to train the classifier and what the stages' scores are worth.
/// </summary>
internal sealed class Rehearsal(
    IReadOnlyList<string> answers, IReadOnlyList<StoredQuestion> questions, float[][]? dense, CancellationToken cancellationToken)
{
    private const int HiddenEntryEvery = 6; // one entry in so many is hidden whole, to see how the unknown scores
    private const int MostCasesPerFold = 800;
    private const double UnknownShare = 0.25; // of the weight in calibration

    private static readonly float[] Costs = [0.3f, 1f];

    private int Folds => questions.Count > 5_000 ? 3 : 5;

    /// <summary>The cost of error that answers most hidden questions right.</summary>
    public float BestCost()
    {
        var fold = Split(0);
        var asked = fold.Asked.Where(question => fold.IsKnown(questions[question].Entry)).ToArray();
        if (asked.Length < 20) return 1f;

        var texts = fold.Kept.Select(question => questions[question].Normalized).ToArray();
        var labels = fold.Kept.Select(question => questions[question].Entry).ToArray();
        return Costs.MaxBy(cost =>
        {
            var (vocabulary, classifier) = QuestionMatcher.TrainClassifier(answers, texts, labels, cost, cancellationToken);
            var scores = new float[answers.Count];
            var right = 0;
            for (var i = 0; i < asked.Length; i++)
            {
                classifier.Score(vocabulary.Vectorize(questions[asked[i]].Normalized), scores);
                if (Array.IndexOf(scores, scores.Max()) == questions[asked[i]].Entry) right++;
            }

            return right;
        });
    }

    public ScoreCalibrator Calibrate(float cost)
    {
        var asked = new List<RehearsedQuestion>();
        for (var number = 0; number < Folds; number++) asked.AddRange(Play(Split(number), cost));
        return ScoreCalibrator.Fit(asked);
    }

    private List<RehearsedQuestion> Play(Fold fold, float cost)
    {
        if (fold.Kept.Length == 0) return [];
        using var matcher = QuestionMatcher.Train(
            answers, [.. fold.Kept.Select(question => questions[question])], [.. fold.Kept.Select(question => questions[question].Entry)],
            dense is null ? null : [.. fold.Kept.Select(question => dense[question])], cost, cancellationToken);
        var known = Some(fold.Asked.Where(question => fold.IsKnown(questions[question].Entry)));
        var unknown = Some(fold.Asked.Where(question => !fold.IsKnown(questions[question].Entry)));
        var unknownWeight = (float)(UnknownShare / (1 - UnknownShare) * Math.Max(known.Length, 1) / Math.Max(unknown.Length, 1));
        var asked = new RehearsedQuestion[known.Length + unknown.Length];
        Parallel.For(0, asked.Length, new ParallelOptions { CancellationToken = cancellationToken }, i =>
        {
            var (question, weight) = i < known.Length ? (known[i], 1f) : (unknown[i - known.Length], unknownWeight);
            asked[i] = new RehearsedQuestion(
                Candidates(matcher.Compare(questions[question].Normalized, dense?[question], _ => true), questions[question].Entry), i < known.Length, weight);
        });
        return [.. asked];
    }

    private static CalibrationCase[] Candidates(MatchEvidence evidence, int right)
    {
        var signals = ScoreCalibrator.Signals(evidence);
        var places = Enumerable.Range(0, evidence.Present.Length).ToArray();
        var chosen = places.OrderByDescending(place => evidence.Margin[evidence.Present[place]]).Take(3)
            .Union(places.OrderByDescending(place => evidence.Similarity[evidence.Present[place]]).Take(2))
            .Union(places.OrderByDescending(place => evidence.Lexical[evidence.Present[place]]).Take(1));
        return [.. chosen.Select(place => new CalibrationCase(signals[place], evidence.Present[place] == right))];
    }

    private Fold Split(int number)
    {
        var kept = new List<int>();
        var asked = new List<int>();
        var withinEntry = 0;
        for (var i = 0; i < questions.Count; i++)
        {
            var entry = questions[i].Entry;
            withinEntry = i > 0 && questions[i - 1].Entry == entry ? withinEntry + 1 : 0;
            var hidden = entry % HiddenEntryEvery == number || (entry + withinEntry) % Folds == number;
            (hidden ? asked : kept).Add(i);
        }

        return new Fold([.. kept], [.. asked], [.. kept.Select(question => questions[question].Entry)]);
    }

    private static int[] Some(IEnumerable<int> asked)
    {
        var all = asked.ToArray();
        var step = Math.Max(1, (int)Math.Ceiling(all.Length / (double)MostCasesPerFold));
        return [.. all.Where((_, i) => i % step == 0)];
    }

    private sealed record Fold(int[] Kept, int[] Asked, HashSet<int> Known)
    {
        public bool IsKnown(int entry) => Known.Contains(entry);
    }
}
