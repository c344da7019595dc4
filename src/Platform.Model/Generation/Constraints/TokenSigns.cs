using System.Text;
using Platform.Model.Tokenization;

namespace Platform.Model.Generation.Constraints;

/// <summary>The tokens of a vocabulary by the signs they are made of. A token may hold several signs, begin inside of one and end inside of another.</summary>
internal sealed class TokenSigns
{
    private readonly Dictionary<int, List<Entry>> _bySign = [];
    private readonly List<Entry> _within = [];
    private readonly List<Entry> _begins = [];

    public TokenSigns(TextTokenizer tokenizer)
    {
        Tokenizer = tokenizer;
        for (var id = 0; id < tokenizer.VocabularySize; id++)
        {
            var bytes = tokenizer.EndTokens.Contains(id) ? default : tokenizer.Bytes(id);
            if (bytes.IsEmpty)
                continue;
            if ((bytes.Span[0] & 0xC0) == 0x80)
                _within.Add(new Entry(id, bytes.ToArray(), [], []));
            else if (Split(bytes.Span) is not var (signs, tail))
                continue; // no text: it can never fit
            else if (signs.Length == 0)
                _begins.Add(new Entry(id, bytes.ToArray(), signs, tail));
            else if (_bySign.TryGetValue(signs[0].Value, out var list))
                list.Add(new Entry(id, bytes.ToArray(), signs, tail));
            else
                _bySign[signs[0].Value] = [new Entry(id, bytes.ToArray(), signs, tail)];
        }
    }

    public TextTokenizer Tokenizer { get; }

    /// <summary>Tokens whose first whole sign is this one.</summary>
    public IReadOnlyList<Entry> Beginning(Rune sign) => _bySign.TryGetValue(sign.Value, out var list) ? list : [];

    /// <summary>Tokens that go on inside of a sign that an earlier one began.</summary>
    public IReadOnlyList<Entry> Within => _within;

    /// <summary>Tokens that are only the beginning of a sign.</summary>
    public IReadOnlyList<Entry> Beginnings => _begins;

    /// <returns>The whole signs, and the bytes of one that is not complete; null for bytes that are no UTF-8.</returns>
    public static (Rune[] Signs, byte[] Tail)? Split(ReadOnlySpan<byte> bytes)
    {
        var signs = new List<Rune>();
        while (bytes.Length > 0)
        {
            switch (Rune.DecodeFromUtf8(bytes, out var sign, out var used))
            {
                case System.Buffers.OperationStatus.Done:
                    signs.Add(sign);
                    bytes = bytes[used..];
                    break;
                case System.Buffers.OperationStatus.NeedMoreData:
                    return ([.. signs], bytes.ToArray());
                default:
                    return null;
            }
        }

        return ([.. signs], []);
    }

    /// <param name="Tail">Bytes of a sign that the token begins and does not end.</param>
    public readonly record struct Entry(int Id, byte[] Bytes, Rune[] Signs, byte[] Tail);
}
