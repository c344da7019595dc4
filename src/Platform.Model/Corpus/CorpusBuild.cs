using System.Text;
using System.Text.Json;
using Platform.Model.Recipes;

namespace Platform.Model.Corpus;

/// <summary>Reads the sources of a recipe, cleans them and writes <c>train.jsonl</c>, <c>dev.jsonl</c>, what was dropped and a card.</summary>
public static class CorpusBuild
{
    private static readonly JsonSerializerOptions Readable = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    /// <param name="variables">What <c>${NAME}</c> in the recipe stands for.</param>
    /// <returns>For each source what was kept.</returns>
    /// <exception cref="RecipeException">The recipe or a file cannot be used; nothing is written under the names above.</exception>
    public static IReadOnlyList<SourceCount> Run(string recipe, IReadOnlyDictionary<string, string> variables, string folder, CancellationToken cancellationToken) =>
        Run(RecipeFile.Read<CorpusRecipe>(recipe, variables), folder, cancellationToken);

    internal static IReadOnlyList<SourceCount> Run(CorpusRecipe recipe, string folder, CancellationToken cancellationToken)
    {
        if (recipe.Sources.Count == 0)
            throw new RecipeException("The recipe names no sources.");
        Directory.CreateDirectory(folder);
        var seen = new HashSet<ulong>();
        var counts = new List<SourceCount>();
        using (var train = Writer(folder, "train.jsonl"))
        using (var dev = Writer(folder, "dev.jsonl"))
        using (var dropped = Writer(folder, "dropped.jsonl"))
        {
            foreach (var source in recipe.Sources)
                counts.Add(Source(source, recipe, seen, train, dev, dropped, cancellationToken));
        }

        foreach (var name in new[] { "train.jsonl", "dev.jsonl", "dropped.jsonl" })
            File.Move(Path.Combine(folder, name + ".writing"), Path.Combine(folder, name), overwrite: true);
        File.WriteAllText(Path.Combine(folder, "card.json"), JsonSerializer.Serialize(new { recipe.Name, Sources = counts }, Readable));
        return counts;
    }

    private static SourceCount Source(CorpusSource source, CorpusRecipe recipe, HashSet<ulong> seen, StreamWriter train, StreamWriter dev, StreamWriter dropped, CancellationToken cancellationToken)
    {
        var count = new SourceCount { Name = source.Name, Licence = source.Licence };
        if (source.Class == LicenceClass.B && !recipe.AllowUnlicensed)
            return count with { LeftOut = "no licence of its owner (class B)" };
        var reader = new SourceReader(source);
        var held = source.Dev is null ? [] : reader.Read(source.Dev, "dev"); // first: what is held out must not be trained on
        var given = reader.Read(source.Train, "train").Select(document => source.Dev is null && IsHeldOut(document.Id, source.HeldOut) ? document with { Split = "dev" } : document);
        foreach (var raw in held.Concat(given))
        {
            cancellationToken.ThrowIfCancellationRequested();
            var document = Normalized(raw);
            var reason = document.AllText.Length < 5 ? "shorter than 5 characters" : !seen.Add(CorpusHash.Of(document.AllText)) ? "there already" : null;
            if (reason is not null)
            {
                count = count with { Dropped = count.Dropped + 1 };
                dropped.WriteLine(JsonSerializer.Serialize(new { document.Id, Reason = reason }, JsonSerializerOptions.Web));
            }
            else if (document.Split == "dev")
            {
                count = count with { DevDocuments = count.DevDocuments + 1, DevCharacters = count.DevCharacters + document.AllText.Length };
                dev.WriteLine(CorpusFile.Line(document));
            }
            else if (source.Characters is not { } most || count.TrainCharacters < most)
            {
                count = count with { TrainDocuments = count.TrainDocuments + 1, TrainCharacters = count.TrainCharacters + document.AllText.Length };
                train.WriteLine(CorpusFile.Line(document));
            }
        }

        return count;
    }

    private static bool IsHeldOut(string id, double share) => CorpusHash.Of(id) < share * ulong.MaxValue;

    private static CorpusDocument Normalized(CorpusDocument document) => document with
    {
        Text = document.Text is null ? null : Normalized(document.Text),
        Messages = document.Messages?.Select(message => message with { Content = Normalized(message.Content) }).Where(message => message.Content.Length > 0).ToList(),
    };

    /// <summary>NFC, one kind of line end, no control signs, no space before a line's end.</summary>
    private static string Normalized(string text)
    {
        var clean = new StringBuilder(text.Length);
        foreach (var rune in text.Replace("\r\n", "\n", StringComparison.Ordinal).EnumerateRunes()) // a lone surrogate becomes U+FFFD here
        {
            if (rune.Value is '\n' or 0x2028 or 0x2029 or '\r')
            {
                while (clean.Length > 0 && clean[^1] is ' ' or '\t' or '\u3000')
                    clean.Length--;
                clean.Append('\n');
            }
            else if (!Rune.IsControl(rune) && rune.Value is not (0xFFFD or 0xFEFF or 0x200B))
            {
                clean.Append(rune.Value == 0xA0 ? " " : rune.ToString());
            }
        }

        return clean.ToString().Normalize().Trim();
    }

    private static StreamWriter Writer(string folder, string name) => new(Path.Combine(folder, name + ".writing"), append: false, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false)) { NewLine = "\n" };
}

/// <summary>What came of a source.</summary>
public sealed record SourceCount
{
    public required string Name { get; init; }

    public required string Licence { get; init; }

    public int TrainDocuments { get; init; }

    public long TrainCharacters { get; init; }

    public int DevDocuments { get; init; }

    public long DevCharacters { get; init; }

    public int Dropped { get; init; }

    /// <summary>Why nothing was read, or null.</summary>
    public string? LeftOut { get; init; }
}
