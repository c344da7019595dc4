using System.Collections.Concurrent;
using System.Text.Json;
using Platform.Model.Corpus.Cleaning;
using Platform.Model.Corpus.Reading;

namespace Platform.Model.Corpus.Contamination;

/// <summary>
/// Rows of signs from test sets: 13 of short texts and of the seam between a question and its answer, 24 of passages. A training text
/// that has one of them has probably seen the test. A row that many training texts have is a turn of phrase and counts for nothing.
/// </summary>
internal sealed class TestGrams
{
    private const int ShortRow = 13;
    private const int LongRow = 24;
    private const int ShortText = 100; // signs
    private const int Phrase = 10; // training texts from which on a row is a turn of phrase
    private const ulong Factor = 0x9E3779B97F4A7C15UL;

    private readonly HashSet<ulong> _rows = [];
    private readonly ConcurrentDictionary<ulong, int> _met = [];

    public int Count => _rows.Count;

    public static TestGrams Read(IEnumerable<string> paths)
    {
        var grams = new TestGrams();
        foreach (var record in paths.SelectMany(RecordFile.Read))
            grams.AddAll(record);
        return grams;
    }

    public void Add(string text)
    {
        var signs = Signs(text);
        foreach (var row in Rows(signs, signs.Count < ShortText ? ShortRow : LongRow))
            _rows.Add(row);
    }

    /// <summary>Counts the rows that a training text has. Several threads may do so at once.</summary>
    public void Meet(string text)
    {
        foreach (var row in Hits(text).Distinct())
            _met.AddOrUpdate(row, 1, (_, count) => count + 1);
    }

    /// <summary>After all training texts were met: whether this one has a row that is no turn of phrase.</summary>
    public bool IsIn(string text) => Hits(text).Any(row => _met.GetValueOrDefault(row) < Phrase);

    private IEnumerable<ulong> Hits(string text)
    {
        var signs = Signs(text);
        foreach (var length in new[] { ShortRow, LongRow })
            foreach (var row in Rows(signs, length))
                if (_rows.Contains(row))
                    yield return row;
    }

    private void AddAll(JsonElement part)
    {
        switch (part.ValueKind)
        {
            case JsonValueKind.String:
                Add(part.GetString()!);
                break;
            case JsonValueKind.Array:
                foreach (var item in part.EnumerateArray())
                    AddAll(item);
                break;
            case JsonValueKind.Object:
                foreach (var property in part.EnumerateObject())
                    AddAll(property.Value);
                AddSeam(part);
                break;
        }
    }

    private void AddSeam(JsonElement part)
    {
        if (RecordTemplate.Find(["question"], [part]) is { ValueKind: JsonValueKind.String } question
            && (RecordTemplate.Find(["answers", "0", "text"], [part]) ?? RecordTemplate.Find(["answer"], [part])) is { ValueKind: JsonValueKind.String } answer)
        {
            var (before, after) = (Signs(question.GetString()!), Signs(answer.GetString()!));
            var seam = before.TakeLast(ShortRow - 1).Concat(after.Take(ShortRow - 1)).ToList();
            foreach (var row in Rows(seam, ShortRow))
                _rows.Add(row);
        }
    }

    private static List<char> Signs(string text)
    {
        var signs = new List<char>(text.Length);
        foreach (var sign in text)
            if (char.IsLetterOrDigit(sign))
                signs.Add(char.ToLowerInvariant(sign));
        return signs;
    }

    /// <summary>A hash of each row of the length, from the one before it (Rabin and Karp).</summary>
    private static IEnumerable<ulong> Rows(List<char> signs, int length)
    {
        var (hash, first) = (0UL, 1UL);
        for (var at = 0; at < length; at++)
            first *= Factor;
        for (var at = 0; at < signs.Count; at++)
        {
            hash = (hash * Factor) + TextUnits.Mix(signs[at]);
            if (at >= length)
                hash -= first * TextUnits.Mix(signs[at - length]);
            if (at >= length - 1)
                yield return TextUnits.Mix(hash ^ (ulong)length);
        }
    }
}
