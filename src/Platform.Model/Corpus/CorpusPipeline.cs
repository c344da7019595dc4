using System.IO.Hashing;
using System.Runtime.InteropServices;
using Platform.Model.Corpus.Cleaning;
using Platform.Model.Corpus.Reading;
using Platform.Model.Corpus.Recipes;

namespace Platform.Model.Corpus;

/// <summary>From data sets to <c>train.jsonl</c> and <c>dev.jsonl</c>; what is left out goes to <c>dropped.jsonl</c> with its reason.</summary>
internal sealed class CorpusPipeline(CorpusRecipe recipe, IReadOnlyList<string> dataFolders, bool includeUnlicensed)
{
    private readonly HashSet<UInt128> _seen = [];

    public IReadOnlyDictionary<string, SourceCount> Run(string output, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(output);
        var script = recipe.Simplification is null || !recipe.Sources.Exists(source => source.Simplify) ? null
            : SimplifiedScript.Read(SourceReader.DataFolder(recipe.Simplification, dataFolders, "simplification"));
        var counts = new Dictionary<string, SourceCount>(StringComparer.Ordinal);
        using var train = new DocumentWriter(Path.Combine(output, "train.jsonl"));
        using var dev = new DocumentWriter(Path.Combine(output, "dev.jsonl"));
        using var dropped = new DropWriter(Path.Combine(output, "dropped.jsonl"));
        foreach (var source in recipe.Sources)
        {
            var count = counts[source.Name] = new SourceCount();
            if (source.Class == "B" && !includeUnlicensed)
            {
                count.Excluded = true;
                continue;
            }

            // what is held out comes first, so that a text that is in both stays out of training
            foreach (var document in Held(new SourceReader(source, dataFolders), source, script))
            {
                cancellationToken.ThrowIfCancellationRequested();
                count.Read++;
                if (ReasonToDrop(document, source) is { } reason)
                {
                    dropped.Write(document, reason);
                    continue;
                }

                (document.Split == "dev" ? dev : train).Write(document);
                count.Add(document);
            }
        }

        train.Finish();
        dev.Finish();
        dropped.Finish();
        return counts;
    }

    private static IEnumerable<CorpusDocument> Held(SourceReader reader, CorpusSource source, SimplifiedScript? script)
    {
        var cleaned = reader.Read().Select(document => Clean(document, source.Simplify ? script : null));
        if (source.DevShare == 0)
            return cleaned;
        var all = cleaned.ToList();
        return all.Where(document => document.Split == "dev").Concat(all.Where(document => document.Split != "dev"));
    }

    private static CorpusDocument Clean(CorpusDocument document, SimplifiedScript? script)
    {
        return document with
        {
            Text = document.Text is null ? null : Clean(document.Text),
            Messages = document.Messages?.Select(message => message with { Content = Clean(message.Content) }).ToList(),
        };

        string Clean(string text)
        {
            var normal = TextNormalizer.Normalize(text);
            return script?.Convert(normal) ?? normal;
        }
    }

    private string? ReasonToDrop(CorpusDocument document, CorpusSource source)
    {
        var texts = document.Text is { } text ? [text] : document.Messages!.Select(message => message.Content).ToList();
        if (texts.Exists(string.IsNullOrWhiteSpace))
            return "empty";
        if (source.Without.Find(word => texts.Exists(one => one.Contains(word, StringComparison.Ordinal))) is { } found)
            return $"has '{found}'";
        return _seen.Add(XxHash128.HashToUInt128(MemoryMarshal.AsBytes(document.AllText.AsSpan()))) ? null : "duplicate";
    }
}
