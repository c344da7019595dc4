namespace Platform.Model.Corpus.Quality;

/// <summary>Trains a quality model and measures it on texts and phrases it has not seen.</summary>
public sealed record QualityStudy
{
    private const int Pieces = 4000;
    private const int TestPieces = 600;
    private static readonly double[] Asked = [0.1, 0.25, 0.5, 0.75, 0.9, 0.99];

    public required int TrainTexts { get; init; }

    public required int TestTexts { get; init; }

    /// <summary>Of good texts against the others, at probability 0.5.</summary>
    public required double F1 { get; init; }

    /// <summary>At each least probability the share of good texts among those kept, and the share of good texts kept.</summary>
    public required IReadOnlyList<(double Least, double Precision, double Recall)> Curve { get; init; }

    /// <summary>For each tenth of probability that has texts: the mean said, the share that is good, how many.</summary>
    public required IReadOnlyList<(double Said, double Good, int Texts)> Calibration { get; init; }

    /// <param name="train">Corpus files: learned from, and held out.</param>
    /// <param name="scraped">Scraped pages: learned from, and held out.</param>
    /// <param name="output">The model's file.</param>
    public static QualityStudy Run((string Learned, string Held) train, (string Learned, string Held) scraped, string output, int seed = 1)
    {
        var learned = QualitySamples.Read(train.Learned, scraped.Learned, Pieces, seed);
        QualityModel.Train(learned, seed: seed).Write(output);
        var model = QualityModel.Read(output); // as it will be used
        var held = QualitySamples.Read(train.Held, scraped.Held, TestPieces, seed + 1).Select(sample => (sample.Good, Said: model.Probability(sample.Text))).ToList();
        var (precision, recall) = At(held, 0.5);
        return new QualityStudy
        {
            TrainTexts = learned.Count,
            TestTexts = held.Count,
            F1 = precision + recall == 0 ? 0 : 2 * precision * recall / (precision + recall),
            Curve = [.. Asked.Select(least => (least, At(held, least).Precision, At(held, least).Recall))],
            Calibration = [.. held.GroupBy(one => (int)Math.Min(9, one.Said * 10)).OrderBy(tenth => tenth.Key)
                .Select(tenth => (tenth.Average(one => one.Said), tenth.Average(one => one.Good ? 1.0 : 0), tenth.Count()))],
        };
    }

    private static (double Precision, double Recall) At(List<(bool Good, double Said)> held, double least)
    {
        var kept = held.Count(one => one.Said >= least);
        var right = held.Count(one => one.Good && one.Said >= least);
        return (kept == 0 ? 1 : (double)right / kept, (double)right / held.Count(one => one.Good));
    }
}
