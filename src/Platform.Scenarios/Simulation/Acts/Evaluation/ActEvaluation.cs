using Platform.Scenarios.Simulation.Acts.Learning;

namespace Platform.Scenarios.Simulation.Acts.Evaluation;

/// <param name="Measure">What was measured, with the bar that it is held against.</param>
public sealed record ActFigure(string Measure, double Value, double? Bar, int Items);

/// <summary>Measures act recognition: on AnnoMI with machines trained for that alone, on authored test sets with the shipped recogniser.</summary>
public static class ActEvaluation
{
    private const string High = "high";

    /// <param name="folder">Holds <c>train.jsonl.gz</c> and <c>dev.jsonl</c> of AnnoMI.</param>
    public static IReadOnlyList<ActFigure> OnAnnoMi(string folder)
    {
        var train = AnnoMiSession.Read(Path.Combine(folder, "train.jsonl.gz"));
        var dev = AnnoMiSession.Read(Path.Combine(folder, "dev.jsonl"));
        var behaviour = Predict(train, dev, AnnoMiUtterance.Therapist);
        var talk = Predict(train, dev, AnnoMiUtterance.Client);

        // Sessions to learn quality from are predicted by machines that have not seen them, as those of dev are.
        const int Parts = 5;
        var learnt = Enumerable.Range(0, Parts).SelectMany(part =>
        {
            var held = train.Where((_, i) => i % Parts == part).ToList();
            return Shares(held, Predict([.. train.Where((_, i) => i % Parts != part)], held, AnnoMiUtterance.Therapist));
        }).ToList();
        var quality = LinearMachines.Train([.. learnt.Select(s => (s.Vector, (IReadOnlyCollection<string>)[s.Quality]))], [High], passes: 200, rate: 0.2f, penalty: 1e-4f, balance: 0.5);
        var scored = Shares(dev, behaviour).Select(s => (Score: quality.Chances(s.Vector)[0], IsHigh: s.Quality == High)).ToList();
        return
        [
            new("AnnoMI dev, therapist behaviour, macro-F1 (trained on AnnoMI train, not shipped)", MacroF1([.. behaviour.SelectMany(s => s)]), 0.74, behaviour.Sum(s => s.Count)),
            new("AnnoMI dev, client talk, macro-F1 (trained on AnnoMI train, not shipped)", MacroF1([.. talk.SelectMany(s => s)]), 0.53, talk.Sum(s => s.Count)),
            new("AnnoMI dev, session quality from predicted behaviour, AUROC", Auroc(scored), 0.90, scored.Count),
        ];
    }

    /// <summary>Macro-F1 of recognisers trained on four fifths of the authored utterances of one family and language, each on the fifth that it has not seen.</summary>
    public static ActFigure CrossValidate(IReadOnlyList<Utterance> utterances, string family, string lang)
    {
        const int Parts = 5;
        var own = utterances.Where(u => u.Family == family && u.Lang == lang).ToList();
        var seen = Enumerable.Range(0, Parts).SelectMany(part =>
        {
            var recogniser = TrainedRecogniser.Train([.. own.Where((_, i) => i % Parts != part)]);
            return own.Where((_, i) => i % Parts == part).Select(u => Look(recogniser, u)).ToList();
        }).ToList();
        return new ActFigure($"training utterances, {family} {lang}, macro-F1, five-fold", MacroF1(seen), Bar: null, own.Count);
    }

    /// <summary>Macro-F1 over the acts that occur in a labelled set.</summary>
    public static ActFigure OnUtterances(string name, IActRecogniser recogniser, IReadOnlyList<Utterance> utterances, double? bar) =>
        new(name, MacroF1([.. utterances.Select(u => Look(recogniser, u))]), bar, utterances.Count);

    private static Sight Look(IActRecogniser recogniser, Utterance utterance) => new(
        utterance.Acts.Select(a => a.Act).ToHashSet(StringComparer.Ordinal),
        recogniser.Recognise(utterance.Text, utterance.Family, utterance.Lang).Select(a => a.Act).ToHashSet(StringComparer.Ordinal));

    private static double MacroF1(IReadOnlyList<Sight> seen) => seen.SelectMany(s => s.Gold).Distinct(StringComparer.Ordinal).Average(code => F1(
        seen.Count(s => s.Gold.Contains(code) && s.Found.Contains(code)), seen.Count(s => !s.Gold.Contains(code) && s.Found.Contains(code)), seen.Count(s => s.Gold.Contains(code) && !s.Found.Contains(code))));

    /// <returns>For each session the true and the predicted label of each utterance of one speaker.</returns>
    private static List<List<Guess>> Predict(IReadOnlyList<AnnoMiSession> train, IReadOnlyList<AnnoMiSession> test, string who)
    {
        static IEnumerable<int> Of(AnnoMiSession session, string who) => Enumerable.Range(0, session.Utterances.Count).Where(at => session.Utterances[at].Who == who);

        var examples = train.SelectMany(session => Of(session, who).Select(at => (AnnoMiFeatures.Of(session.Utterances, at), (IReadOnlyCollection<string>)[session.Utterances[at].Label]))).ToList();
        var labels = examples.SelectMany(example => example.Item2).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToList();
        var machines = LinearMachines.Train(examples, labels, passes: 6, rate: 0.15f, penalty: 1e-3f, balance: 0.7);
        return [.. test.Select(session => Of(session, who).Select(at =>
        {
            var chances = machines.Chances(AnnoMiFeatures.Of(session.Utterances, at));
            return new Guess(session.Utterances[at].Label, labels[Array.IndexOf(chances, chances.Max())]);
        }).ToList())];
    }

    private static IEnumerable<((int[] Indices, float[] Values) Vector, string Quality)> Shares(IReadOnlyList<AnnoMiSession> sessions, List<List<Guess>> predicted) =>
        sessions.Zip(predicted, (session, labels) =>
        {
            float Share(string label) => (float)labels.Count(l => l.Found == label) / Math.Max(labels.Count, 1);
            var features = new Features().Add("input", Share("therapist_input") * 20).Add("reflection", Share("reflection") * 6)
                .Add("ratio", Math.Min(Share("reflection") / Math.Max(Share("question"), 0.02f), 3)).Add("one", 2);
            return (features.ToVector(), session.Quality);
        });

    private static double MacroF1(IReadOnlyList<Guess> pairs) => pairs.Select(p => p.Gold).Distinct(StringComparer.Ordinal).Average(label => F1(
        pairs.Count(p => p.Gold == label && p.Found == label), pairs.Count(p => p.Gold != label && p.Found == label), pairs.Count(p => p.Gold == label && p.Found != label)));

    private static double F1(int right, int wrong, int missed) => right == 0 ? 0 : 2.0 * right / ((2.0 * right) + wrong + missed);

    /// <summary>Chance that a session of high quality scores above one of low quality.</summary>
    private static double Auroc(IReadOnlyList<(double Score, bool IsHigh)> scored)
    {
        var pairs = scored.Where(s => s.IsHigh).SelectMany(high => scored.Where(s => !s.IsHigh).Select(low => high.Score > low.Score ? 1.0 : high.Score == low.Score ? 0.5 : 0)).ToList();
        return pairs.Count == 0 ? 0 : pairs.Average();
    }

    private sealed record Guess(string Gold, string Found);

    private sealed record Sight(HashSet<string> Gold, HashSet<string> Found);
}
