using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Trainers;

namespace Platform.Scenarios.Knowledge.Search;

/// <summary>Joins the stages into one score in [0,1]: how sure it is that a candidate answers the query, on the same scale for every base.</summary>
/// <remarks>
/// A logistic regression (ML.NET), fitted on questions of the base that were hidden from the stages: some whose entry stayed
/// in (right and wrong candidates) and some whose entry was hidden with them (no candidate is right).
/// </remarks>
internal sealed class ScoreCalibrator
{
    private const int PlainSignals = 11;
    private const int DenseSignals = 2;

    // The same in every row, and negative: the trainer holds weights and bias at 0 or above, so that more of a signal never
    // lowers a score; what must be overcome before a score rises comes from this one.
    private const float Doubt = -5;

    // For bases too small to learn from: sure only where classifier and wording agree.
    private static readonly float[] Untrained = [2, 1, 1, 1, 3, 1, 0, 0, 0, 0, 1];

    // Hidden questions are harder than what people ask, so probabilities come out too low, by more on one base than on another.
    // They are raised until the limit means the same on each: from there on, either no more than one in six questions is answered
    // whose entry was hidden, or, where the base knows its own questions that well, hardly an answer is wrong.
    internal const double Limit = 0.45;
    private const double UnknownHeldBack = 0.83;
    private const double MostWrong = 0.027;
    private const int FewestAsked = 50;

    private readonly float[] _weights;
    private readonly float _raise;

    private ScoreCalibrator(float[] weights, float raise = 0) => (_weights, _raise) = (weights, raise);

    public static ScoreCalibrator Default { get; } = new(Untrained);

    public static ScoreCalibrator Fit(IReadOnlyList<RehearsedQuestion> asked)
    {
        var cases = asked.SelectMany(question => question.Candidates.Select(item => new Row { Features = item.Signals, Label = item.Right, Weight = question.Weight })).ToArray();
        var right = cases.Count(item => item.Label);
        if (right < 10 || cases.Length - right < 10) return Default;

        var ml = new MLContext(seed: 1);
        var width = cases[0].Features.Length;
        var schema = SchemaDefinition.Create(typeof(Row));
        schema[nameof(Row.Features)].ColumnType = new VectorDataViewType(NumberDataViewType.Single, width);
        var data = ml.Data.LoadFromEnumerable(cases, schema);
        var model = ml.BinaryClassification.Trainers.LbfgsLogisticRegression(new LbfgsLogisticRegressionBinaryTrainer.Options
        {
            ExampleWeightColumnName = nameof(Row.Weight),
            L1Regularization = 0,
            L2Regularization = 3, // strong: the base asked of itself is only like what strangers ask
            EnforceNonNegativity = true,
            NumberOfThreads = 1, // more would make the result depend on timing
        }).Fit(data).Model.SubModel;
        var plain = new ScoreCalibrator([.. model.Weights]);
        return new ScoreCalibrator(plain._weights, plain.Raise(asked));
    }

    public double Score(float[] signals) => 1 / (1 + Math.Exp(-LogOdds(signals)));

    /// <summary>The signals of each present entry, by place in <see cref="MatchEvidence.Present"/>.</summary>
    public static float[][] Signals(MatchEvidence evidence)
    {
        var present = evidence.Present;
        var probabilities = Probabilities(evidence);
        var others = new BestOther(evidence.Margin, present);
        var lexicalOthers = new BestOther(evidence.Lexical, present);
        var similarOthers = new BestOther(evidence.Similarity, present);
        var answerOthers = new BestOther(evidence.Answer, present);
        var denseOthers = evidence.Dense is null ? null : new BestOther(evidence.Dense, present);
        var signals = new float[present.Length][];
        for (var place = 0; place < present.Length; place++)
        {
            var entry = present[place];
            var row = signals[place] = new float[PlainSignals + (evidence.Dense is null ? 0 : DenseSignals)];
            row[0] = evidence.Margin[entry];
            row[1] = evidence.Margin[entry] - others.Than(entry);
            row[2] = evidence.Lexical[entry];
            row[3] = evidence.Lexical[entry] - lexicalOthers.Than(entry);
            row[4] = evidence.Similarity[entry];
            row[5] = evidence.Similarity[entry] - similarOthers.Than(entry);
            row[6] = (float)evidence.Coverage;
            row[7] = probabilities[place];
            row[8] = evidence.Answer[entry];
            row[9] = evidence.Answer[entry] - answerOthers.Than(entry);
            row[10] = Doubt;
            if (evidence.Dense is null) continue;
            row[PlainSignals] = evidence.Dense[entry];
            row[PlainSignals + 1] = evidence.Dense[entry] - denseOthers!.Than(entry);
        }

        return signals;
    }

    /// <summary>The classifier's margins as shares of one among the present entries.</summary>
    public static float[] Probabilities(MatchEvidence evidence)
    {
        const float Sharpness = 6;
        var present = evidence.Present;
        if (present.Length == 0) return [];
        var highest = present.Max(entry => evidence.Margin[entry]);
        var shares = present.Select(entry => MathF.Exp(Sharpness * (evidence.Margin[entry] - highest))).ToArray();
        var sum = shares.Sum();
        for (var i = 0; i < shares.Length; i++) shares[i] /= sum;
        return shares;
    }

    public void Write(BinaryWriter writer)
    {
        writer.Write(_raise);
        writer.Write(_weights.Length);
        foreach (var weight in _weights) writer.Write(weight);
    }

    public static ScoreCalibrator Read(BinaryReader reader)
    {
        var raise = reader.ReadSingle();
        var weights = new float[reader.ReadInt32()];
        for (var i = 0; i < weights.Length; i++) weights[i] = reader.ReadSingle();
        return new ScoreCalibrator(weights, raise);
    }

    private double LogOdds(float[] signals)
    {
        double sum = _raise;
        for (var i = 0; i < _weights.Length && i < signals.Length; i++) sum += _weights[i] * signals[i];
        return sum;
    }

    private float Raise(IReadOnlyList<RehearsedQuestion> asked)
    {
        var best = asked.Where(question => question.Candidates.Count > 0)
            .Select(question => (question.Known, Candidate: question.Candidates.MaxBy(candidate => LogOdds(candidate.Signals))!))
            .Select(found => (found.Known, found.Candidate.Right, Odds: LogOdds(found.Candidate.Signals)))
            .OrderByDescending(found => found.Odds)
            .ToArray();
        double[] unknown = [.. best.Where(found => !found.Known).Select(found => found.Odds)];
        if (unknown.Length < FewestAsked) return 0;

        var limit = unknown[(int)(unknown.Length * (1 - UnknownHeldBack))];
        var (answered, wrong) = (0, 0);
        foreach (var (_, right, odds) in best.Where(found => found.Known))
        {
            answered++;
            if (!right) wrong++;
            if (answered >= FewestAsked && wrong <= answered * MostWrong) limit = Math.Min(limit, odds);
        }

        return (float)Math.Max(0, Math.Log(Limit / (1 - Limit)) - limit);
    }

    private sealed class BestOther
    {
        private readonly int _first = -1;
        private readonly float _highest = float.NegativeInfinity;
        private readonly float _second = float.NegativeInfinity;

        public BestOther(float[] scores, int[] present)
        {
            foreach (var entry in present)
            {
                if (scores[entry] > _highest) (_second, _highest, _first) = (_highest, scores[entry], entry);
                else if (scores[entry] > _second) _second = scores[entry];
            }

            if (float.IsNegativeInfinity(_second)) _second = Math.Min(_highest, 0);
        }

        public float Than(int entry) => entry == _first ? _second : _highest;
    }

    private sealed class Row
    {
        public float[] Features { get; set; } = [];

        public bool Label { get; set; }

        public float Weight { get; set; }
    }
}

/// <summary>A question of the base that was hidden from the stages, and what they found.</summary>
/// <param name="Known">Its entry was left in; otherwise no candidate is right.</param>
internal sealed record RehearsedQuestion(IReadOnlyList<CalibrationCase> Candidates, bool Known, float Weight);

/// <summary>One candidate for one hidden question.</summary>
internal sealed record CalibrationCase(float[] Signals, bool Right);
