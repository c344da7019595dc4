using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Platform.Model.Corpus.Cleaning;

namespace Platform.Model.Corpus.Duplicates;

/// <summary>A short signature of a set: texts with much in common have equal values in many of its places.</summary>
/// <remarks>Broder 1997. 14 bands of 8 places: two sets with Jaccard similarity s share a band with probability 1 − (1 − s⁸)¹⁴, which is .924 at .8 and .05 at .5.</remarks>
internal static class MinHash
{
    public const int Bands = 14;
    public const int Rows = 8;
    private const int Places = Bands * Rows;

    private static readonly ulong[] Keys = [.. Enumerable.Range(1, Places).Select(place => TextUnits.Mix((ulong)place * 0xD1342543DE82EF95UL))];
    private static readonly ulong[] Factors = [.. Enumerable.Range(1, Places).Select(place => TextUnits.Mix((ulong)place * 0x2545F4914F6CDD1DUL) | 1)];

    /// <returns>One hash for each band.</returns>
    public static ulong[] Signature(ReadOnlySpan<ulong> set)
    {
        Span<ulong> least = stackalloc ulong[Places];
        least.Fill(ulong.MaxValue);
        var lanes = MemoryMarshal.Cast<ulong, Vector256<ulong>>(least);
        var keys = MemoryMarshal.Cast<ulong, Vector256<ulong>>(Keys);
        var factors = MemoryMarshal.Cast<ulong, Vector256<ulong>>(Factors);
        foreach (var item in set)
        {
            var value = Vector256.Create(item);
            for (var lane = 0; lane < lanes.Length; lane++)
                lanes[lane] = Vector256.Min(lanes[lane], (value ^ keys[lane]) * factors[lane]); // the top bits depend on all bits of the item
        }

        var bands = new ulong[Bands];
        for (var band = 0; band < Bands; band++)
        {
            var hash = (ulong)band;
            foreach (var place in least.Slice(band * Rows, Rows))
                hash = TextUnits.Mix(hash ^ place);
            bands[band] = hash;
        }

        return bands;
    }
}
