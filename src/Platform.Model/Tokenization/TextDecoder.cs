using System.Text;

namespace Platform.Model.Tokenization;

/// <summary>Turns tokens into text one by one, as they are generated: a character is given out when all its bytes are there.</summary>
/// <remarks>The pieces together are what <see cref="TextTokenizer.Decode"/> makes of all tokens, except for bytes that are not valid UTF-8 in a SentencePiece-type vocabulary,
/// where it must see the whole run to count the replacement characters. Not for several threads.</remarks>
public sealed class TextDecoder(TextTokenizer tokenizer, bool skipSpecial = true)
{
    private readonly Decoder _utf8 = Encoding.UTF8.GetDecoder();
    private readonly char[] _chars = new char[256];
    private bool _started;

    /// <returns>What can be shown now; often nothing, when the token ends within a character.</returns>
    public string Add(int token)
    {
        if (tokenizer.IsSpecial(token))
            return skipSpecial ? "" : Begin(Flush() + tokenizer.TokenOf(token));
        var bytes = tokenizer.Bytes(token).Span;
        return bytes.IsEmpty ? "" : Begin(Convert(bytes, flush: false));
    }

    /// <returns>What was held back: a replacement character for a character that never came to its end.</returns>
    public string Finish() => Begin(Flush());

    private string Flush() => Convert([], flush: true);

    /// <summary>The decoder of a SentencePiece-type vocabulary takes back the space that its encoder put before the text.</summary>
    private string Begin(string text)
    {
        if (_started || text.Length == 0)
            return text;
        _started = true;
        return tokenizer.DropsFirstSpace && text[0] == ' ' ? text[1..] : text;
    }

    private string Convert(ReadOnlySpan<byte> bytes, bool flush)
    {
        var text = "";
        bool completed;
        do
        {
            _utf8.Convert(bytes, _chars, flush, out var used, out var made, out completed);
            text += new string(_chars, 0, made);
            bytes = bytes[used..];
        }
        while (!completed);
        return text;
    }
}
