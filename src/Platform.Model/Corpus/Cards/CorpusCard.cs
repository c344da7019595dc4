using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Platform.Model.Corpus.Recipes;

namespace Platform.Model.Corpus.Cards;

/// <summary>What a corpus is made of, for people (<c>README.md</c>) and programs (<c>card.json</c>).</summary>
internal static class CorpusCard
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static void Write(string folder, CorpusRecipe recipe, IReadOnlyList<SourceCount> sources, (long Candidates, long Verified) pairs, int testRows)
    {
        var (train, dev) = (Fingerprint(Path.Combine(folder, "train.jsonl")), Fingerprint(Path.Combine(folder, "dev.jsonl")));
        var card = new
        {
            recipe.Name,
            fingerprint = new { train, dev },
            nearDuplicates = new { least = recipe.NearDuplicates, candidatePairs = pairs.Candidates, samePairs = pairs.Verified },
            testRows,
            sources,
        };
        File.WriteAllText(Path.Combine(folder, "card.json"), JsonSerializer.Serialize(card, Json) + "\n");
        File.WriteAllText(Path.Combine(folder, "README.md"), Markdown(recipe, sources, train, dev));
    }

    private static string Fingerprint(string path)
    {
        using var file = File.OpenRead(path);
        return "sha256:" + Convert.ToHexStringLower(SHA256.HashData(file));
    }

    private static string Markdown(CorpusRecipe recipe, IReadOnlyList<SourceCount> sources, string train, string dev)
    {
        var text = new StringBuilder();
        Line($"# {recipe.Name}");
        Line($"\n`train.jsonl` {train}\n`dev.jsonl` {dev}\n");
        Line($"| source | licence | class | read | characters read | cleaned | unique | train | characters | dev | characters |\n| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |");
        foreach (var one in sources)
        {
            if (one.Excluded)
                Line($"| {one.Name} | {one.Licence} | {one.Class} | left out: no licence | | | | | | | |");
            else
                Line($"| {one.Name} | {one.Licence} | {one.Class} | {one.Read:N0} | {one.ReadCharacters:N0} | {one.Stages["1 cleaned"]:N0} | {one.Stages["2 unique"]:N0} | {one.Train:N0} | {one.TrainCharacters:N0} | {one.Dev:N0} | {one.DevCharacters:N0} |");
        }

        Line($"| all | | | {sources.Sum(one => one.Read):N0} | {sources.Sum(one => one.ReadCharacters):N0} | | | {sources.Sum(one => one.Train):N0} | {sources.Sum(one => one.TrainCharacters):N0} | {sources.Sum(one => one.Dev):N0} | {sources.Sum(one => one.DevCharacters):N0} |");
        Line($"\n## What was left out\n\n| source | reason | documents |\n| --- | --- | --- |");
        foreach (var one in sources)
            foreach (var (reason, count) in one.Dropped.OrderByDescending(dropped => dropped.Value))
                Line($"| {one.Name} | {reason.Replace('|', '/')} | {count:N0} |");
        Line($"\n## Masked personal data\n\n| source | kind | places |\n| --- | --- | --- |");
        foreach (var one in sources)
            foreach (var (kind, count) in one.Masked)
                Line($"| {one.Name} | {kind} | {count:N0} |");
        var lengths = sources.SelectMany(one => one.Lengths.Keys).Distinct().Order().ToList();
        Line($"\n## Characters of a training document\n\n| source | {string.Join(" | ", lengths.Select(length => $"from {length}"))} |\n| --- |{string.Concat(lengths.Select(_ => " --- |"))}");
        foreach (var one in sources.Where(one => !one.Excluded))
            Line($"| {one.Name} | {string.Join(" | ", lengths.Select(length => one.Lengths.GetValueOrDefault(length)))} |");
        return text.ToString();

        void Line(FormattableString line) => text.Append(line.ToString(CultureInfo.InvariantCulture)).Append('\n');
    }
}
