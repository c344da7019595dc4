using System.Text;
using Platform.Model.Tokenization.BytePairs;
using Platform.Model.Tokenization.Splitting;

namespace Platform.Model.Tokenization;

/// <summary>Text to token ids and back, as Hugging Face's <c>tokenizers</c> does it for the same folder. Safe to use from several threads.</summary>
/// <remarks>Byte-level BPE (Qwen 2 to 3, Llama 3) and SentencePiece-type BPE (Llama 2, Yuan 2.0) from tokenizer.json.</remarks>
public sealed class TextTokenizer
{
    private readonly TokenizerFile _file;
    private readonly BytePairModel _model;
    private readonly AddedTokenFinder _asGiven;
    private readonly AddedTokenFinder _normalized;
    private readonly Dictionary<string, int> _addedIds;
    private readonly string?[] _tokens;
    private readonly byte[]?[] _bytes;
    private readonly HashSet<int> _special;

    private TextTokenizer(TokenizerFile file)
    {
        _file = file;
        _model = new BytePairModel(file.Model, file.ByteLevel);
        _asGiven = new AddedTokenFinder(file.Added.Where(token => !token.Normalized).Select(token => (token.Content, token)));
        _normalized = new AddedTokenFinder(file.Added.Where(token => token.Normalized).Select(token => (file.Normalize?.Invoke(token.Content) ?? token.Content, token)));
        _addedIds = file.Added.ToDictionary(token => token.Content, token => token.Id, StringComparer.Ordinal);
        _special = [.. file.Added.Where(token => token.Special).Select(token => token.Id)];
        _tokens = new string?[Math.Max(file.Model.Ids.Values.Max(), file.Added.Select(token => token.Id).DefaultIfEmpty().Max()) + 1];
        foreach (var (token, id) in file.Model.Ids)
            _tokens[id] = token;
        foreach (var token in file.Added)
            _tokens[token.Id] = token.Content;
        var plain = file.Added.Select(token => token.Id).ToHashSet();
        DropsFirstSpace = !file.ByteLevel && string.Concat(file.Decode(["▁a"])) == "a";
        _bytes = [.. _tokens.Select((token, id) => token is null || _special.Contains(id) ? null : plain.Contains(id) ? Encoding.UTF8.GetBytes(token) : BytesOf(token))];
    }

    /// <summary>The greatest id and one: rows of the model's head beyond it stand for nothing.</summary>
    public int VocabularySize => _tokens.Length;

    /// <summary>Tokens at which the model has said all it wants to: from generation_config.json (else config.json) and the end token of tokenizer_config.json.</summary>
    public IReadOnlySet<int> EndTokens => _file.EndTokens;

    /// <summary>Whether decoding takes back one space before the text, as SentencePiece-type vocabularies do.</summary>
    internal bool DropsFirstSpace { get; }

    /// <param name="folder">A checkpoint folder with tokenizer.json.</param>
    /// <exception cref="TokenizerException">The files are missing, broken or of a kind that is not known.</exception>
    public static TextTokenizer Read(string folder) => new(TokenizerFile.Read(folder));

    /// <param name="text">Halves of surrogate pairs count as U+FFFD.</param>
    /// <param name="addSpecial">Puts the special tokens around it that the tokenizer prescribes, such as a BOS.</param>
    /// <param name="parseSpecial">Special tokens written in the text become those tokens; without it they are ordinary text, so that a person cannot write control marks.</param>
    public IReadOnlyList<int> Encode(string text, bool addSpecial = false, bool parseSpecial = false)
    {
        var ids = new List<int>(text.Length / 3 + 4);
        if (addSpecial)
            ids.AddRange(_file.Frame.Before);
        var valid = WithoutHalves(text);
        foreach (var (token, from, to) in _asGiven.Find(valid, parseSpecial))
        {
            if (token is not null)
                ids.Add(token.Id);
            else
                EncodeBetween(valid[from..to], first: from == 0, parseSpecial, ids);
        }

        if (addSpecial)
            ids.AddRange(_file.Frame.After);
        return ids;
    }

    /// <param name="skipSpecial">Leaves control marks out. Ids that stand for nothing are always left out.</param>
    public string Decode(IReadOnlyList<int> ids, bool skipSpecial = true)
    {
        var tokens = new List<string>(ids.Count);
        foreach (var id in ids)
            if (TokenOf(id) is { } token && !(skipSpecial && _special.Contains(id)))
                tokens.Add(token);
        return string.Concat(_file.Decode(tokens));
    }

    /// <summary>The bytes that a token adds to a text, a leading space included; empty for special tokens and for ids that stand for nothing.</summary>
    public ReadOnlyMemory<byte> Bytes(int id) => id >= 0 && id < _bytes.Length ? _bytes[id] : default;

    public bool IsSpecial(int id) => _special.Contains(id);

    /// <param name="token">As the tokenizer's file writes it.</param>
    public int? IdOf(string token) => _addedIds.TryGetValue(token, out var added) ? added : _file.Model.Ids.TryGetValue(token, out var id) ? id : null;

    /// <returns>As the tokenizer's file writes it; null for an id that stands for nothing.</returns>
    public string? TokenOf(int id) => id >= 0 && id < _tokens.Length ? _tokens[id] : null;

    private void EncodeBetween(string given, bool first, bool parseSpecial, List<int> ids)
    {
        var text = _file.Normalize?.Invoke(given) ?? given;
        foreach (var (token, from, to) in _normalized.Find(text, parseSpecial))
        {
            if (token is not null)
            {
                ids.Add(token.Id);
                continue;
            }

            List<Piece> pieces = [Piece.Whole(text, first).Part(from, to)];
            foreach (var cutter in _file.Cutters)
            {
                var cut = new List<Piece>();
                foreach (var piece in pieces)
                    cutter.Cut(piece, cut);
                pieces = cut;
            }

            foreach (var piece in pieces)
                _model.Encode(piece.Span, ids);
        }
    }

    private byte[] BytesOf(string token)
    {
        if (_file.ByteLevel)
            return ByteAlphabet.BytesOf(token) ?? Encoding.UTF8.GetBytes(token);
        return TokenDecoders.FallbackByte(token) is { } value ? [value] : Encoding.UTF8.GetBytes(token.Replace('▁', ' '));
    }

    private static string WithoutHalves(string text)
    {
        for (var at = 0; at < text.Length; at++)
        {
            if (!char.IsSurrogate(text[at]))
                continue;
            if (at + 1 >= text.Length || !char.IsSurrogatePair(text[at], text[at + 1]))
                return Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text)); // the encoder puts U+FFFD in place of each half
            at++;
        }

        return text;
    }
}
