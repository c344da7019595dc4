namespace Platform.Scenarios.Simulation.Acts;

/// <summary>The recogniser that ships beside the program.</summary>
public static class Recognisers
{
    private static readonly string[] Families = ["CommunityRole", "Counseling"];
    private static readonly Lazy<IActRecogniser> Trained = new(Train);
    private static readonly Lazy<string> TrainedVersion = new(() => RecogniserVersion.Of(TrainingUtterances()));

    /// <summary>Trained on the authored utterances; where there are none, patterns alone. Trained once, when it is first asked for; takes some seconds.</summary>
    /// <exception cref="Content.ContentException">An utterance file is refused.</exception>
    public static IActRecogniser Shipped() => Trained.Value;

    /// <summary>Names the shipped recogniser; nothing is trained for it.</summary>
    /// <exception cref="Content.ContentException">An utterance file is refused.</exception>
    public static string ShippedVersion() => TrainedVersion.Value;

    /// <summary>The authored utterances beside the program.</summary>
    /// <exception cref="Content.ContentException">An utterance file is refused.</exception>
    public static IReadOnlyList<Utterance> TrainingUtterances() =>
        [.. Families.Select(family => Path.Combine(AppContext.BaseDirectory, family, "Content", "utterances")).Where(Directory.Exists)
            .SelectMany(folder => Directory.EnumerateFiles(folder, "*.jsonl").Order(StringComparer.Ordinal)).SelectMany(UtteranceFile.Read)];

    private static IActRecogniser Train() => TrainingUtterances() is { Count: > 0 } utterances ? TrainedRecogniser.Train(utterances) : new PatternRecogniser();
}
