namespace Platform.Scenarios.Knowledge;

/// <summary>Languages of texts, as primary tags in small letters.</summary>
public static class KnowledgeLanguage
{
    public const string Chinese = "zh";
    public const string English = "en";

    private const double ChineseShare = 0.1; // of the letters: one sign carries as much as a word

    private static readonly Dictionary<string, string> Names = new(StringComparer.OrdinalIgnoreCase)
    {
        ["中文"] = Chinese,
        ["汉语"] = Chinese,
        ["简体中文"] = Chinese,
        ["chinese"] = Chinese,
        ["英文"] = English,
        ["英语"] = English,
        ["english"] = English,
    };

    /// <summary>Chinese if a fair share of its letters are Chinese signs, otherwise English if it has letters at all.</summary>
    /// <returns>Null where nothing tells.</returns>
    public static string? Of(string text)
    {
        var (chinese, letters) = (0, 0);
        foreach (var sign in text)
        {
            if (sign is >= '\u3400' and <= '\u9fff' or >= '\uf900' and <= '\ufaff') chinese++;
            if (char.IsLetter(sign)) letters++;
        }

        return letters == 0 ? null : chinese >= letters * ChineseShare ? Chinese : English;
    }

    /// <summary>Reads a tag (<c>zh-CN</c>) or a name (<c>中文</c>) as a primary tag.</summary>
    /// <returns>Null if it is neither.</returns>
    public static string? Parse(string text)
    {
        var trimmed = text.Trim();
        if (Names.TryGetValue(trimmed, out var known))
            return known;

        var primary = trimmed.Split('-', '_')[0];
        return primary.Length is 2 or 3 && primary.All(char.IsAsciiLetter) ? primary.ToLowerInvariant() : null;
    }
}
