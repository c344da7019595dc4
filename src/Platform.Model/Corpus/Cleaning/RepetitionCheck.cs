using System.IO.Hashing;
using System.Runtime.InteropServices;

namespace Platform.Model.Corpus.Cleaning;

/// <summary>Texts that say the same over and over: lines, paragraphs, and rows of words.</summary>
/// <remarks>Rae et al. 2021 (Gopher), table A1. In Chinese texts signs stand for words and rows are twice as long.</remarks>
internal static class RepetitionCheck
{
    private const int Shortest = 40; // units; below it shares mean little
    private static readonly (int Row, double Most)[] Top = [(2, 0.20), (3, 0.18), (4, 0.16)];
    private static readonly (int Row, double Most)[] Repeated = [(5, 0.15), (6, 0.14), (7, 0.13), (8, 0.12), (9, 0.11), (10, 0.10)];

    /// <returns>Why the text is dropped, or null.</returns>
    public static string? Reason(string text, bool chinese)
    {
        if (Lines(text) is { } lines)
            return lines;
        var (units, lengths) = TextUnits.Of(text, chinese);
        if (units.Count < Shortest)
            return null;
        var all = lengths.Sum();
        var stretch = chinese ? 2 : 1;
        foreach (var (row, most) in Top)
            if (TopShare(units, lengths, row * stretch, all) > most)
                return $"one row of {row * stretch} repeats";
        foreach (var (row, most) in Repeated)
            if (RepeatedShare(units, lengths, row * stretch, all) > most)
                return $"rows of {row * stretch} repeat";
        return null;
    }

    private static string? Lines(string text)
    {
        foreach (var (separator, name) in new[] { ("\n", "lines"), ("\n\n", "paragraphs") })
        {
            var parts = text.Split(separator, StringSplitOptions.RemoveEmptyEntries);
            if (parts.Length < 4)
                continue;
            var seen = new HashSet<ulong>();
            var (repeated, characters) = (0, 0);
            foreach (var part in parts)
            {
                if (!seen.Add(XxHash3.HashToUInt64(MemoryMarshal.AsBytes(part.AsSpan()))))
                {
                    repeated++;
                    characters += part.Length;
                }
            }

            if (repeated > parts.Length * 0.3 || characters > text.Length * 0.2)
                return $"{name} repeat";
        }

        return null;
    }

    /// <summary>Share of characters in the commonest row.</summary>
    private static double TopShare(List<ulong> units, List<int> lengths, int row, int all)
    {
        var counts = new Dictionary<ulong, (int Count, int Length)>();
        for (var at = 0; at + row <= units.Count; at++)
        {
            ref var count = ref CollectionsMarshal.GetValueRefOrAddDefault(counts, Hash(units, at, row), out _);
            count = (count.Count + 1, Length(lengths, at, row));
        }

        return counts.Values.Where(count => count.Count > 1).Select(count => (double)count.Count * count.Length).DefaultIfEmpty().Max() / all;
    }

    /// <summary>Share of characters in rows that stood there before, none counted twice.</summary>
    private static double RepeatedShare(List<ulong> units, List<int> lengths, int row, int all)
    {
        var seen = new HashSet<ulong>();
        var repeated = 0;
        for (var at = 0; at + row <= units.Count;)
        {
            if (seen.Add(Hash(units, at, row)))
            {
                at++;
                continue;
            }

            repeated += Length(lengths, at, row);
            at += row;
        }

        return (double)repeated / all;
    }

    private static ulong Hash(List<ulong> units, int at, int row) => XxHash3.HashToUInt64(MemoryMarshal.AsBytes(CollectionsMarshal.AsSpan(units).Slice(at, row)));

    private static int Length(List<int> lengths, int at, int row)
    {
        var length = 0;
        foreach (var one in CollectionsMarshal.AsSpan(lengths).Slice(at, row))
            length += one;
        return length;
    }
}
