using System.Text;

namespace Platform.Model.Generation.Constraints;

/// <summary>Ranges of code points as sequences of byte ranges, so that only valid UTF-8 fits.</summary>
internal static class Utf8Ranges
{
    /// <returns>Sequences of one to four byte ranges that together are exactly the UTF-8 of the range without surrogates.</returns>
    public static List<(byte Low, byte High)[]> Of(int low, int high)
    {
        var sequences = new List<(byte, byte)[]>();
        foreach (var (from, to) in new[] { (0, 0x7F), (0x80, 0x7FF), (0x800, 0xD7FF), (0xE000, 0xFFFF), (0x10000, 0x10FFFF) })
            if (Math.Max(low, from) is var start && Math.Min(high, to) is var end && start <= end)
                Split(start, end, sequences);
        return sequences;
    }

    /// <summary>Cuts until all bytes after the first that differs run from 80 to BF.</summary>
    private static void Split(int low, int high, List<(byte, byte)[]> into)
    {
        for (var bits = 6; bits <= 18; bits += 6)
        {
            var mask = (1 << bits) - 1;
            if (low < 0x80 || (low & ~mask) == (high & ~mask))
                break;
            if ((low & mask) != 0)
            {
                Split(low, low | mask, into);
                Split((low | mask) + 1, high, into);
                return;
            }

            if ((high & mask) != mask)
            {
                Split(low, (high & ~mask) - 1, into);
                Split(high & ~mask, high, into);
                return;
            }
        }

        Span<byte> first = stackalloc byte[4];
        Span<byte> last = stackalloc byte[4];
        var length = new Rune(low).EncodeToUtf8(first);
        new Rune(high).EncodeToUtf8(last);
        var sequence = new (byte, byte)[length];
        for (var at = 0; at < length; at++)
            sequence[at] = (first[at], last[at]);
        into.Add(sequence);
    }
}
