using Platform.Model.Corpus.Cleaning;

namespace Platform.Model.Corpus.Duplicates;

/// <summary>The rows of five units that a text is made of, as a sorted set of hashes: by them two texts are compared.</summary>
internal static class Shingles
{
    public const int Length = 5;

    public static ulong[] Of(string text)
    {
        var han = text.Count(TextLanguage.IsHan);
        var units = TextUnits.Of(text, chinese: han * 3 > text.Length).Hashes;
        var set = new HashSet<ulong>(units.Count);
        for (var at = 0; at + Length <= units.Count; at++)
            set.Add(Row(units, at, Length));
        if (set.Count == 0 && units.Count > 0)
            set.Add(Row(units, 0, units.Count)); // shorter than a row: equal or not
        var sorted = set.ToArray();
        Array.Sort(sorted);
        return sorted;
    }

    /// <summary>What both have in common, of all that one of them has.</summary>
    public static double Jaccard(ReadOnlySpan<ulong> one, ReadOnlySpan<ulong> other)
    {
        var (at, there, common) = (0, 0, 0);
        while (at < one.Length && there < other.Length)
        {
            var order = one[at].CompareTo(other[there]);
            common += order == 0 ? 1 : 0;
            at += order <= 0 ? 1 : 0;
            there += order >= 0 ? 1 : 0;
        }

        var all = one.Length + other.Length - common;
        return all == 0 ? 0 : (double)common / all;
    }

    private static ulong Row(List<ulong> units, int at, int length)
    {
        var hash = 0UL;
        for (var place = 0; place < length; place++)
            hash = TextUnits.Mix(hash ^ units[at + place]);
        return hash;
    }
}
