namespace Platform.Model.Evaluation.Measures;

/// <summary>Cuts text into what counts as a word: a Chinese sign, a run of letters or digits, another mark. Spaces only divide.</summary>
internal static class TextUnits
{
    public static List<string> Of(string text)
    {
        var units = new List<string>();
        for (var at = 0; at < text.Length;)
        {
            var end = at + 1;
            if (IsWord(text[at]))
                while (end < text.Length && (IsWord(text[end]) || (text[end] == '\'' && end + 1 < text.Length && IsWord(text[end + 1]))))
                    end++;
            else if (char.IsHighSurrogate(text[at]) && end < text.Length)
                end++;
            if (!char.IsWhiteSpace(text[at]))
                units.Add(text[at..end]);
            at = end;
        }

        return units;
    }

    /// <summary>Letters of alphabets, and digits.</summary>
    private static bool IsWord(char sign) => sign < '\u2E80' && char.IsLetterOrDigit(sign);
}
