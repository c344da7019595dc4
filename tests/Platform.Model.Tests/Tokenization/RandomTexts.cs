using System.Text;

namespace Platform.Model.Tests.Tokenization;

/// <summary>Texts made to find borders: blanks of all kinds, apostrophes, digits and letters beyond U+FFFF, marks that combine.</summary>
internal sealed class RandomTexts(int seed)
{
    private static readonly string[] Parts =
    [
        "hello", " world", "  ", "\n", "\r\n", "\t", " ", "\u3000", "it's", "WE'LL", "don't", "'ſ", "你好", "世界", "𝟙𝟚", "𝕳𝖊", "🤖", "👩‍👩‍👧", "e\u0301", "A\u030a", "각", "各", "123456", "٣", "²", "Ⅻ", "...",
        "!?", "{\"a\": 1}", "the", "true", " the ", "\u200b", "\u0085", "▁", "<0x41>", "a", "ł", "\u0000", "\u007f", "ﬁ",
    ];

    private readonly Random _random = new(seed);

    public string Next()
    {
        var text = new StringBuilder();
        for (var count = _random.Next(1, 14); count > 0; count--)
            text.Append(_random.Next(4) == 0 ? AnyRune().ToString() : Parts[_random.Next(Parts.Length)]);
        return text.ToString();
    }

    private Rune AnyRune()
    {
        while (true)
            if (Rune.TryCreate(_random.Next(3) == 0 ? _random.Next(0x110000) : _random.Next(0x3000), out var rune) && rune.Value != 0xFFFE)
                return rune;
    }
}
