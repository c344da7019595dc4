using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using Platform.Model.Tokenization.Splitting;

namespace Platform.Model.Tokenization.Training;

/// <summary>Every different word (pre-token) of the texts with how often it occurs. Merges never cross words, so this is all that training needs.</summary>
internal sealed class WordCounts
{
    /// <summary>Qwen 2's pattern: letters with one sign before them, single digits, punctuation, line ends, spaces.</summary>
    public const string Pattern = @"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+";

    private readonly Dictionary<string, int> _counts = new(StringComparer.Ordinal);
    private readonly List<IPieceCutter> _cutters;
    private readonly Func<string, string>? _normalize;

    public WordCounts()
    {
        using var written = JsonDocument.Parse(TokenizerJson.PreTokenizer.ToJsonString());
        using var form = JsonDocument.Parse(TokenizerJson.Normalizer.ToJsonString());
        _cutters = CutterFile.Read(written.RootElement, out _);
        _normalize = NormalizerFile.Read(form.RootElement);
    }

    /// <summary>UTF-16 units that were counted.</summary>
    public long Characters { get; private set; }

    public IReadOnlyDictionary<string, int> Counts => _counts;

    public void Add(string text)
    {
        Characters += text.Length;
        List<Piece> pieces = [Piece.Whole(_normalize?.Invoke(text) ?? text, first: true)];
        foreach (var cutter in _cutters)
        {
            var cut = new List<Piece>(pieces.Count * 8);
            foreach (var piece in pieces)
                cutter.Cut(piece, cut);
            pieces = cut;
        }

        var lookup = _counts.GetAlternateLookup<ReadOnlySpan<char>>();
        foreach (var piece in pieces)
            CollectionsMarshal.GetValueRefOrAddDefault(lookup, piece.Span, out _)++;
    }

    /// <returns>The words as UTF-8 one after another, where each begins (one more than words, the last is the end), and how often each occurs; most frequent first, then by bytes, so that the order of texts does not matter.</returns>
    public (byte[] Bytes, int[] Starts, int[] Counts) Flat()
    {
        var words = _counts.OrderByDescending(word => word.Value).ThenBy(word => word.Key, StringComparer.Ordinal).ToArray();
        var starts = new int[words.Length + 1];
        for (var at = 0; at < words.Length; at++)
            starts[at + 1] = checked(starts[at] + Encoding.UTF8.GetByteCount(words[at].Key));
        var bytes = new byte[starts[^1]];
        for (var at = 0; at < words.Length; at++)
            Encoding.UTF8.GetBytes(words[at].Key, bytes.AsSpan(starts[at]));
        return (bytes, starts, [.. words.Select(word => word.Value)]);
    }
}
