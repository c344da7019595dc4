using Microsoft.Extensions.Options;
using Platform.Data;
using Platform.Scenarios.Simulation.Acts;

namespace Platform.Scenarios.Practice.Recognition;

/// <summary>What is known of a trained version beside its weights: what it learned from and how well it sees.</summary>
public sealed record RecogniserCard
{
    public required string Version { get; init; }

    public required string Family { get; init; }

    public required string Lang { get; init; }

    public required DateTimeOffset TrainedAt { get; init; }

    /// <summary>Null for a command.</summary>
    public Guid? TrainedBy { get; init; }

    /// <summary>Names the code and the patterns that it was trained under; under others its weights mean nothing.</summary>
    public required string Basis { get; init; }

    /// <summary>How many utterances it learned from.</summary>
    public required int Utterances { get; init; }

    /// <summary>The turns whose corrections are among them.</summary>
    public required IReadOnlyList<Guid> Turns { get; init; }

    /// <summary>Macro-F1 on held-out utterances.</summary>
    public required double F1 { get; init; }

    /// <summary>The same of what was in service before.</summary>
    public required double FormerF1 { get; init; }

    /// <summary>How many utterances were held out.</summary>
    public required int Items { get; init; }

    /// <summary>Whether the program of today can hear with it.</summary>
    internal bool IsUsable => Basis == RecogniserVersion.Basis;
}

/// <summary>Trained versions in the data folder, <c>recognisers/FAMILY-LANG</c>: a folder a version, and <c>served.json</c>, which names those that came into service, the latest last. None there: what ships.</summary>
internal sealed class RecogniserFolder(IOptions<DataOptions> data)
{
    private const string Folder = "recognisers";
    private const string CardFile = "version.json";
    private const string WeightsFile = "weights.bin";
    private const string Unfinished = ".new";

    /// <summary>What was learned from the utterances that ship, beside the versions.</summary>
    public ShippedWeights Shipped => new(data.Value.FullPath(Folder));

    public IReadOnlyList<string> Served(string family, string lang) =>
        File.Exists(ServedFile(family, lang)) ? PracticeJson.Read<IReadOnlyList<string>>(File.ReadAllText(ServedFile(family, lang))) : [];

    /// <param name="versions">The last one serves; none: what ships.</param>
    public void Serve(string family, string lang, IReadOnlyList<string> versions)
    {
        var path = ServedFile(family, lang);
        Directory.CreateDirectory(Of(family, lang));
        File.WriteAllText(path + Unfinished, PracticeJson.Write(versions));
        File.Move(path + Unfinished, path, overwrite: true);
    }

    /// <summary>Newest first.</summary>
    public IReadOnlyList<RecogniserCard> Cards(string family, string lang) =>
        Directory.Exists(Of(family, lang))
            ? [.. Directory.EnumerateDirectories(Of(family, lang)).Where(folder => !folder.EndsWith(Unfinished, StringComparison.Ordinal)).Select(folder => Path.Combine(folder, CardFile)).Where(File.Exists)
                .Select(card => PracticeJson.Read<RecogniserCard>(File.ReadAllText(card))).OrderByDescending(card => card.TrainedAt)]
            : [];

    /// <returns>Null when there is none of this name, or the program of today cannot hear with it.</returns>
    /// <exception cref="InvalidDataException">Its weights are none.</exception>
    public ActJudge? Judge(string family, string lang, string version)
    {
        if (Cards(family, lang).FirstOrDefault(card => card.Version == version) is not { IsUsable: true })
            return null;
        using var file = File.OpenRead(Path.Combine(Of(family, lang), version, WeightsFile));
        return ActJudge.Read(file);
    }

    /// <summary>Keeps a version whole or not at all; one that is there stays as it is.</summary>
    public void Keep(RecogniserCard card, ActJudge judge)
    {
        var folder = Path.Combine(Of(card.Family, card.Lang), card.Version);
        if (Directory.Exists(folder))
            return;
        var unfinished = folder + Unfinished;
        if (Directory.Exists(unfinished))
            Directory.Delete(unfinished, recursive: true);
        Directory.CreateDirectory(unfinished);
        using (var file = File.Create(Path.Combine(unfinished, WeightsFile)))
            judge.Write(file);
        File.WriteAllText(Path.Combine(unfinished, CardFile), PracticeJson.Write(card));
        Directory.Move(unfinished, folder);
    }

    private string Of(string family, string lang) => data.Value.FullPath(Folder, $"{family}-{lang}");

    private string ServedFile(string family, string lang) => Path.Combine(Of(family, lang), "served.json");
}
