using Platform.Scenarios.Simulation.Content;

namespace Platform.Scenarios.Simulation.Acts;

/// <summary>The recogniser that ships beside the program.</summary>
public static class Recognisers
{
    private static readonly string[] Families = ["CommunityRole", "Counseling"];

    /// <summary>One for the whole process: it does not change, and to learn it takes some seconds.</summary>
    internal static ShippedRecogniser OfProgram { get; } = new(TrainingUtterances);

    /// <summary>Every family in every language; each has machines of its own.</summary>
    public static IReadOnlyList<(string Family, string Lang)> Kinds { get; } =
        [(ActCodes.CommunityFamily, Rules.Chinese), (ActCodes.CommunityFamily, Rules.English), (ActCodes.CounsellingFamily, Rules.Chinese), (ActCodes.CounsellingFamily, Rules.English)];

    /// <summary>Trained on the authored utterances; where there are none, patterns alone. Trained once, when it is first asked for; takes some seconds unless a server kept the weights.</summary>
    /// <exception cref="ContentException">An utterance file is refused.</exception>
    public static IActRecogniser Shipped() => OfProgram.Recogniser;

    /// <summary>Begins to train it, so that the first turn need not wait for it; what goes wrong is told to whoever asks for it.</summary>
    public static void Prepare() => OfProgram.Prepare();

    /// <summary>Names the shipped recogniser; nothing is trained for it.</summary>
    /// <exception cref="ContentException">An utterance file is refused.</exception>
    public static string ShippedVersion() => OfProgram.Version;

    /// <summary>The authored utterances beside the program.</summary>
    /// <exception cref="ContentException">An utterance file is refused.</exception>
    public static IReadOnlyList<Utterance> TrainingUtterances() =>
        [.. Families.Select(family => Path.Combine(AppContext.BaseDirectory, family, "Content", "utterances")).Where(Directory.Exists)
            .SelectMany(folder => Directory.EnumerateFiles(folder, "*.jsonl").Order(StringComparer.Ordinal)).SelectMany(UtteranceFile.Read)];

    /// <summary>The utterances beside the program that a recogniser is measured on; written by others, and none learns from them. Not every family and language has some.</summary>
    /// <exception cref="ContentException">An utterance file is refused.</exception>
    public static IReadOnlyList<Utterance> HeldOutUtterances() =>
        Path.Combine(AppContext.BaseDirectory, "evaluation", "simulation") is var folder && Directory.Exists(folder)
            ? [.. Directory.EnumerateFiles(folder, "*.jsonl").Order(StringComparer.Ordinal).SelectMany(UtteranceFile.Read)] : [];
}
