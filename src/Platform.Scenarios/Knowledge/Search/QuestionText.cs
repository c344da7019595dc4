using System.Globalization;
using System.Text;

namespace Platform.Scenarios.Knowledge.Search;

/// <summary>One spelling for what people type in many: width, case, white space, formal digits.</summary>
internal static class QuestionText
{
    /// <summary>A question longer than this is read up to here: what follows cannot change which entry is meant, only the time it takes.</summary>
    public const int LongestRead = 1_000;

    private const string FormalDigits = "壹贰叁肆伍陆柒捌玖拾佰仟貳參陸";
    private const string PlainDigits = "一二三四五六七八九十百千二三六";

    /// <summary>Full width to half width, lower case, single blanks, formal digits to plain ones.</summary>
    public static string Normalize(string text, int longest = LongestRead)
    {
        var wellFormed = WithoutLoneSurrogates(text.AsSpan(0, Math.Min(text.Length, longest)));
        var folded = wellFormed.Normalize(NormalizationForm.FormKC).ToLowerInvariant();
        var result = new StringBuilder(folded.Length);
        foreach (var character in folded)
        {
            if (char.IsWhiteSpace(character) || char.IsControl(character))
            {
                if (result.Length > 0 && result[^1] != ' ') result.Append(' ');
                continue;
            }

            var digit = FormalDigits.IndexOf(character, StringComparison.Ordinal);
            result.Append(digit >= 0 ? PlainDigits[digit] : character);
        }

        return result.ToString().TrimEnd();
    }

    /// <summary>The normalized text without punctuation and blanks: equal keys are the same question.</summary>
    public static string ExactKey(string normalized)
    {
        var result = new StringBuilder(normalized.Length);
        foreach (var rune in normalized.EnumerateRunes())
            if (Rune.IsLetterOrDigit(rune) || Rune.GetUnicodeCategory(rune) is UnicodeCategory.NonSpacingMark or UnicodeCategory.OtherSymbol)
                result.Append(rune);

        return result.ToString();
    }

    // Unicode normalization throws on half a pair.
    private static string WithoutLoneSurrogates(ReadOnlySpan<char> text)
    {
        var result = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
            if (rune != Rune.ReplacementChar) result.Append(rune);

        return result.ToString();
    }
}
