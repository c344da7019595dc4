using System.Text.Json;

namespace Platform.Model.Corpus.PersonalData;

/// <summary>Asks the mask for items that were planted in sentences, and counts what it found and what it took for personal though nobody planted it.</summary>
public sealed class PersonalDataRecall
{
    private readonly SortedDictionary<string, (int Found, int Planted)> _kinds = new(StringComparer.Ordinal);
    private readonly List<string> _missed = [];

    /// <summary>By kind: items whose every character was masked, and items in all.</summary>
    public IReadOnlyDictionary<string, (int Found, int Planted)> Kinds => _kinds;

    /// <summary>Sentences with an item that was not found.</summary>
    public IReadOnlyList<string> Missed => _missed;

    public int Planted => _kinds.Values.Sum(kind => kind.Planted);

    public int Found => _kinds.Values.Sum(kind => kind.Found);

    public double Recall => Planted == 0 ? 0 : (double)Found / Planted;

    /// <summary>Sentences in which nothing was planted.</summary>
    public int CleanSentences { get; private set; }

    /// <summary>Of these, how many were touched.</summary>
    public int FalseAlarms { get; private set; }

    /// <param name="path">JSON lines of text and items, each with a type and its text.</param>
    public static PersonalDataRecall Measure(string path)
    {
        var recall = new PersonalDataRecall();
        foreach (var line in CorpusFile.Lines(path).Where(line => line.Length > 0))
        {
            using var row = JsonDocument.Parse(line);
            recall.Add(row.RootElement);
        }

        return recall;
    }

    private void Add(JsonElement row)
    {
        var text = row.GetProperty("text").GetString()!;
        var spans = PersonalDataMask.Find(text);
        var items = row.GetProperty("items").EnumerateArray().ToList();
        if (items.Count == 0)
        {
            CleanSentences++;
            FalseAlarms += spans.Count > 0 ? 1 : 0;
        }

        var from = 0;
        foreach (var item in items)
        {
            var value = item.GetProperty("text").GetString()!;
            var start = text.IndexOf(value, from, StringComparison.Ordinal);
            from = start + value.Length;
            var covered = Enumerable.Range(start, value.Length).All(at => spans.Any(span => span.Start <= at && at < span.End) || !char.IsLetterOrDigit(text[at]));
            var kind = item.GetProperty("type").GetString()!;
            var (found, planted) = _kinds.GetValueOrDefault(kind);
            _kinds[kind] = (found + (covered ? 1 : 0), planted + 1);
            if (!covered)
                _missed.Add($"{kind}: {text}");
        }
    }
}
