using System.Buffers;
using System.Collections.Concurrent;
using System.Text;

namespace Platform.Model.Tokenization.BytePairs;

/// <summary>Turns one word into token ids: its first symbols (bytes or characters), then the merges.</summary>
/// <remarks>Follows the <c>BPE</c> model of Hugging Face <c>tokenizers</c> to the letter, so that ids are equal.</remarks>
internal sealed class BytePairModel
{
    private const int LongestKept = 64;
    private const int MostKept = 100_000;
    private readonly BytePairFile _file;
    private readonly int[] _byteIds = new int[256];
    private readonly ConcurrentDictionary<string, int[]> _known = new(StringComparer.Ordinal);
    private readonly bool _byteLevel;
    private int _kept;

    /// <param name="byteLevel">Words are given as text and looked up by their UTF-8 bytes, each written as one character of <see cref="ByteAlphabet"/>.</param>
    public BytePairModel(BytePairFile file, bool byteLevel)
    {
        _file = file;
        _byteLevel = byteLevel;
        for (var value = 0; value < 256; value++)
            _byteIds[value] = file.Ids.GetValueOrDefault(byteLevel ? ByteAlphabet.CharOf((byte)value).ToString() : $"<0x{value:X2}>", -1);
    }

    public void Encode(ReadOnlySpan<char> word, List<int> into)
    {
        if (word.IsEmpty)
            return;
        if (word.Length > LongestKept)
        {
            EncodeNew(word, into);
            return;
        }

        var known = _known.GetAlternateLookup<ReadOnlySpan<char>>();
        if (!known.TryGetValue(word, out var ids))
        {
            var start = into.Count;
            EncodeNew(word, into);
            if (Volatile.Read(ref _kept) < MostKept && known.TryAdd(word, [.. into[start..]]))
                Interlocked.Increment(ref _kept);
            return;
        }

        into.AddRange(ids);
    }

    private void EncodeNew(ReadOnlySpan<char> word, List<int> into)
    {
        var symbols = ArrayPool<int>.Shared.Rent(Encoding.UTF8.GetMaxByteCount(word.Length));
        try
        {
            if (_file.IgnoreMerges && TryWhole(word, out var whole))
            {
                into.Add(whole);
                return;
            }

            var count = _byteLevel ? Bytes(word, symbols) : Characters(word, symbols);
            count = Merging.Merge(symbols.AsSpan(0, count), _file.Merges);
            into.AddRange(symbols.AsSpan(0, count));
        }
        finally
        {
            ArrayPool<int>.Shared.Return(symbols);
        }
    }

    private bool TryWhole(ReadOnlySpan<char> word, out int id)
    {
        var lookup = _file.Ids.GetAlternateLookup<ReadOnlySpan<char>>();
        if (!_byteLevel)
            return lookup.TryGetValue(word, out id);

        id = -1;
        var bytes = Encoding.UTF8.GetByteCount(word);
        if (bytes > _file.LongestToken)
            return false;
        Span<byte> utf8 = stackalloc byte[bytes];
        Span<char> letters = stackalloc char[bytes];
        Encoding.UTF8.GetBytes(word, utf8);
        for (var at = 0; at < bytes; at++)
            letters[at] = ByteAlphabet.CharOf(utf8[at]);
        return lookup.TryGetValue(letters, out id);
    }

    private int Bytes(ReadOnlySpan<char> word, int[] symbols)
    {
        var count = 0;
        var unknown = new Unknown(_file);
        Span<byte> utf8 = stackalloc byte[4];
        foreach (var rune in word.EnumerateRunes())
        {
            var length = rune.EncodeToUtf8(utf8);
            foreach (var value in utf8[..length])
            {
                if (_byteIds[value] is var id and >= 0)
                {
                    unknown.Flush(symbols, ref count);
                    symbols[count++] = id;
                }
                else
                {
                    unknown.Meet(symbols, ref count);
                }
            }
        }

        unknown.Flush(symbols, ref count);
        return count;
    }

    private int Characters(ReadOnlySpan<char> word, int[] symbols)
    {
        var lookup = _file.Ids.GetAlternateLookup<ReadOnlySpan<char>>();
        var count = 0;
        var unknown = new Unknown(_file);
        Span<byte> utf8 = stackalloc byte[4];
        var at = 0;
        foreach (var rune in word.EnumerateRunes())
        {
            if (lookup.TryGetValue(word.Slice(at, rune.Utf16SequenceLength), out var id))
            {
                unknown.Flush(symbols, ref count);
                symbols[count++] = id;
            }
            else if (!_file.ByteFallback || !TryFallBack(utf8[..rune.EncodeToUtf8(utf8)], symbols, ref count))
            {
                unknown.Meet(symbols, ref count);
            }

            at += rune.Utf16SequenceLength;
        }

        unknown.Flush(symbols, ref count);
        return count;
    }

    /// <summary>All bytes of a character have tokens, or none is used.</summary>
    private bool TryFallBack(ReadOnlySpan<byte> utf8, int[] symbols, ref int count)
    {
        foreach (var value in utf8)
            if (_byteIds[value] < 0)
                return false;
        foreach (var value in utf8)
            symbols[count++] = _byteIds[value];
        return true;
    }

    /// <summary>Characters without a token: one unknown token each, or one for a run of them; left out where the file names none.</summary>
    private struct Unknown(BytePairFile file)
    {
        private bool _waiting;

        public void Meet(int[] symbols, ref int count)
        {
            if (file.UnknownId is not { } id)
                return;
            if (_waiting && !file.FuseUnknown)
                symbols[count++] = id;
            _waiting = true;
        }

        public void Flush(int[] symbols, ref int count)
        {
            if (_waiting)
                symbols[count++] = file.UnknownId!.Value;
            _waiting = false;
        }
    }
}
