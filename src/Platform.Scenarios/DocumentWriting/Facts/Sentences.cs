namespace Platform.Scenarios.DocumentWriting.Facts;

/// <summary>Chinese text as sentences.</summary>
public static class Sentences
{
    public static IEnumerable<string> Of(string text)
    {
        var start = 0;
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] is not ('。' or '！' or '？' or '；' or '\n' or '!' or '?' or ';'))
                continue;
            if (i > start && text[start..i].Trim() is { Length: > 0 } sentence)
                yield return sentence;
            start = i + 1;
        }

        if (start < text.Length && text[start..].Trim() is { Length: > 0 } last)
            yield return last;
    }

    /// <summary>Signs that a reader counts: everything but blanks.</summary>
    public static int Length(string text) => text.Count(sign => !char.IsWhiteSpace(sign));
}
