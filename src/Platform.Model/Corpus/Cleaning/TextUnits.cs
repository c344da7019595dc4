using System.IO.Hashing;
using System.Runtime.InteropServices;

namespace Platform.Model.Corpus.Cleaning;

/// <summary>What rules count in: single signs of a Chinese text (letters and digits), words of any other. Each as a hash, lower case.</summary>
internal static class TextUnits
{
    /// <returns>A hash and a length in characters for each unit.</returns>
    public static (List<ulong> Hashes, List<int> Lengths) Of(string text, bool chinese)
    {
        var hashes = new List<ulong>(chinese ? text.Length : text.Length / 5);
        var lengths = new List<int>(hashes.Capacity);
        if (chinese)
        {
            foreach (var sign in text)
                if (char.IsLetterOrDigit(sign))
                    Add(new ReadOnlySpan<char>(in sign));
            return (hashes, lengths);
        }

        var start = -1;
        for (var at = 0; at <= text.Length; at++)
        {
            var inWord = at < text.Length && (char.IsLetterOrDigit(text[at]) || text[at] == '\'');
            if (inWord && start < 0)
                start = at;
            else if (!inWord && start >= 0)
            {
                Add(text.AsSpan(start, at - start));
                start = -1;
            }
        }

        return (hashes, lengths);

        void Add(ReadOnlySpan<char> unit)
        {
            Span<char> lower = unit.Length <= 256 ? stackalloc char[unit.Length] : new char[unit.Length];
            unit.ToLowerInvariant(lower);
            hashes.Add(lower.Length == 1 ? Mix(lower[0]) : XxHash3.HashToUInt64(MemoryMarshal.AsBytes(lower)));
            lengths.Add(unit.Length);
        }
    }

    /// <summary>A bijection that spreads small numbers (the finaliser of SplitMix64).</summary>
    public static ulong Mix(ulong value)
    {
        value = (value + 0x9E3779B97F4A7C15UL) * 0xBF58476D1CE4E5B9UL;
        value = (value ^ (value >> 27)) * 0x94D049BB133111EBUL;
        return value ^ (value >> 31);
    }
}
