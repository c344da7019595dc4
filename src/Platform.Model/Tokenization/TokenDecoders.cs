using System.Text;
using System.Text.Json;
using Platform.Model.Tokenization.BytePairs;
using Platform.Model.Tokenization.Splitting;

namespace Platform.Model.Tokenization;

/// <summary>Reads the <c>decoder</c> part of a tokenizer.json: steps that turn the written forms of tokens back into text.</summary>
internal static class TokenDecoders
{
    public static Func<List<string>, List<string>> Read(JsonElement? part, int depth = 0)
    {
        if (part is not { } given)
            return tokens => [string.Join(' ', tokens)];
        if (depth > 8)
            throw new TokenizerException("The tokenizer's decoder is nested too deep.");
        switch (JsonParts.Text(given, "type"))
        {
            case "Sequence":
                var steps = JsonParts.Part(given, "decoders") is { ValueKind: JsonValueKind.Array } list
                    ? list.EnumerateArray().Select(step => Read(step, depth + 1)).ToArray()
                    : throw new TokenizerException("The tokenizer's decoder is a Sequence without a list of decoders.");
                return tokens => steps.Aggregate(tokens, (current, step) => step(current));
            case "ByteLevel":
                return tokens => [Encoding.UTF8.GetString([.. tokens.SelectMany(token => ByteAlphabet.BytesOf(token) ?? Encoding.UTF8.GetBytes(token))])];
            case "ByteFallback":
                return BytesToText;
            case "Fuse":
                return tokens => [string.Concat(tokens)];
            case "Replace":
                var (what, by) = NormalizerFile.Replacement(given);
                return tokens => tokens.ConvertAll(token => token.Replace(what, by, StringComparison.Ordinal));
            case "Strip":
                var content = JsonParts.Text(given, "content") is { Length: 1 } one ? one[0] : throw new TokenizerException("The tokenizer's Strip decoder needs a content of one character.");
                var (start, stop) = (Count(given, "start"), Count(given, "stop"));
                return tokens => tokens.ConvertAll(token => Strip(token, content, start, stop));
            case "Metaspace":
                var mark = JsonParts.Text(given, "replacement") is { Length: 1 } replacement ? replacement[0] : '▁';
                var keeps = JsonParts.Text(given, "prepend_scheme") is { } scheme ? scheme == "never" : !JsonParts.Flag(given, "add_prefix_space", otherwise: true);
                return tokens => [.. tokens.Select((token, at) => at == 0 && !keeps ? token.Replace(mark.ToString(), "", StringComparison.Ordinal) : token.Replace(mark, ' '))];
            case var other:
                throw new TokenizerException($"The tokenizer's decoder has a step of type '{other}'. Known: Sequence, ByteLevel, ByteFallback, Fuse, Replace, Strip, Metaspace.");
        }
    }

    /// <returns>The byte that a token such as <c>&lt;0x0A&gt;</c> stands for, or null.</returns>
    public static byte? FallbackByte(string token) =>
        token is ['<', '0', 'x', _, _, '>'] && byte.TryParse(token.AsSpan(3, 2), System.Globalization.NumberStyles.AllowHexSpecifier, System.Globalization.CultureInfo.InvariantCulture, out var value) ? value : null;

    /// <summary>Neighbouring byte tokens are one text if they are valid together, and a replacement character each if not.</summary>
    private static List<string> BytesToText(List<string> tokens)
    {
        var texts = new List<string>();
        var bytes = new List<byte>();
        foreach (var token in tokens)
        {
            if (FallbackByte(token) is { } value)
            {
                bytes.Add(value);
                continue;
            }

            Flush();
            texts.Add(token);
        }

        Flush();
        return texts;

        void Flush()
        {
            if (bytes.Count == 0)
                return;
            var run = bytes.ToArray();
            if (System.Text.Unicode.Utf8.IsValid(run))
                texts.Add(Encoding.UTF8.GetString(run));
            else
                texts.AddRange(Enumerable.Repeat("\uFFFD", run.Length));
            bytes.Clear();
        }
    }

    private static string Strip(string token, char content, int start, int stop)
    {
        var from = 0;
        while (from < start && from < token.Length && token[from] == content)
            from++;
        var to = token.Length;
        while (token.Length - to < stop && to > from && token[to - 1] == content)
            to--;
        return token[from..to];
    }

    private static int Count(JsonElement step, string name) => JsonParts.Part(step, name) is { ValueKind: JsonValueKind.Number } value && value.TryGetInt32(out var count) && count >= 0 ? count : 0;
}
