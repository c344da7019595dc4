namespace Platform.Model.Corpus.Cleaning;

/// <summary>Which language and script a text is in, by its signs and its commonest words. Enough to keep Chinese and English apart from the rest.</summary>
internal static class TextLanguage
{
    public const string Simplified = "zh";
    public const string Traditional = "zh-Hant";
    public const string English = "en";
    public const string Other = "other";

    private const double LeastHan = 0.3; // of letters
    private const double MostKana = 0.05;
    private const double MostTraditional = 0.1; // of Han signs
    private const int LongText = 20; // English words

    private static readonly HashSet<string>.AlternateLookup<ReadOnlySpan<char>> EnglishWords = new HashSet<string>(
        ["the", "be", "to", "of", "and", "a", "in", "that", "have", "i", "it", "for", "not", "on", "with", "he", "as", "you", "do", "at", "is", "are", "was", "my", "me", "can", "what", "how", "this", "your"],
        StringComparer.OrdinalIgnoreCase).GetAlternateLookup<ReadOnlySpan<char>>();

    /// <param name="script">Knows which signs are traditional; without it both scripts are <c>zh</c>.</param>
    public static string Of(string text, SimplifiedScript? script)
    {
        int letters = 0, han = 0, kana = 0, hangul = 0, latin = 0;
        foreach (var sign in text)
        {
            if (!char.IsLetter(sign))
                continue;
            letters++;
            if (IsHan(sign))
                han++;
            else if (sign is >= '\u3041' and <= '\u30FF')
                kana++;
            else if (sign is >= '\uAC00' and <= '\uD7AF')
                hangul++;
            else if (char.IsAsciiLetter(sign))
                latin++;
        }

        if (letters == 0)
            return Other;
        if (kana > letters * MostKana || hangul > letters * MostKana)
            return Other;
        if (han >= letters * LeastHan)
            return script is not null && script.Traditional(text) > han * MostTraditional ? Traditional : Simplified;
        return latin >= letters * 0.9 && SpeaksEnglish(text) ? English : Other;
    }

    public static bool IsHan(char sign) => sign is (>= '\u4E00' and <= '\u9FFF') or (>= '\u3400' and <= '\u4DBF');

    /// <summary>At least one word in twenty is among the commonest; short texts need none.</summary>
    private static bool SpeaksEnglish(string text)
    {
        var (words, common) = (0, 0);
        foreach (var range in text.AsSpan().SplitAny(" \n,.;:!?\"()"))
        {
            var word = text.AsSpan()[range];
            if (word.IsEmpty)
                continue;
            words++;
            common += EnglishWords.Contains(word) ? 1 : 0;
        }

        return words < LongText || common * 20 >= words;
    }
}
