using System.Globalization;
using System.Text;

namespace Platform.Model.Tokenization.Templates;

/// <summary>Python's ways with text, where .NET's differ.</summary>
internal static class TemplateText
{
    /// <summary>What <c>str.strip</c> takes away, as far as a template's own text can hold it.</summary>
    public const string Blanks = " \t\n\r\f\v\u001c\u001d\u001e\u001f\u0085\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u2028\u2029\u202f\u205f\u3000";

    public static bool IsBlank(char letter) => char.IsWhiteSpace(letter) || letter is >= '\u001c' and <= '\u001f';

    public static string Strip(string text, string? chars, bool left, bool right)
    {
        var from = 0;
        var to = text.Length;
        while (left && from < to && Is(text[from]))
            from++;
        while (right && to > from && Is(text[to - 1]))
            to--;
        return text[from..to];

        bool Is(char letter) => chars is null ? IsBlank(letter) : chars.Contains(letter, StringComparison.Ordinal);
    }

    /// <summary>In code points, as Python counts.</summary>
    public static int Length(string text)
    {
        var length = text.Length;
        for (var at = 1; at < text.Length; at++)
            if (char.IsSurrogatePair(text[at - 1], text[at]))
                length--;
        return length;
    }

    public static List<string> Points(string text)
    {
        var points = new List<string>(text.Length);
        for (var at = 0; at < text.Length; at++)
            points.Add(at + 1 < text.Length && char.IsSurrogatePair(text[at], text[at + 1]) ? text.Substring(at++, 2) : text[at].ToString());
        return points;
    }

    public static List<object?> Split(string text, string? separator, int most, bool fromRight)
    {
        if (separator is { Length: 0 })
            throw new TemplateFailure("a text is split at an empty separator");
        TemplateWork.Now.ChargeSearch(text, separator ?? "");
        return separator is null ? SplitBlanks(text, most, fromRight) : fromRight ? SplitRight(text, separator, most) : SplitLeft(text, separator, most);
    }

    private static List<object?> SplitLeft(string text, string separator, int most)
    {
        var parts = new List<object?>();
        var start = 0;
        while (most < 0 || parts.Count < most)
        {
            var found = text.IndexOf(separator, start, StringComparison.Ordinal);
            if (found < 0)
                break;
            parts.Add(text[start..found]);
            start = found + separator.Length;
        }

        parts.Add(text[start..]);
        return parts;
    }

    private static List<object?> SplitRight(string text, string separator, int most)
    {
        var parts = new List<object?>();
        var end = text.Length;
        while (most < 0 || parts.Count < most)
        {
            var found = text.AsSpan(0, end).LastIndexOf(separator, StringComparison.Ordinal);
            if (found < 0)
                break;
            parts.Add(text[(found + separator.Length)..end]);
            end = found;
        }

        parts.Add(text[..end]);
        parts.Reverse();
        return parts;
    }

    private static List<object?> SplitBlanks(string text, int most, bool fromRight)
    {
        if (fromRight && most >= 0)
            throw new TemplateFailure("rsplit is used without a separator but with a limit, which is not supported");
        var parts = new List<object?>();
        var at = 0;
        while (true)
        {
            while (at < text.Length && IsBlank(text[at]))
                at++;
            if (at >= text.Length)
                return parts;
            var start = at;
            if (most >= 0 && parts.Count == most)
            {
                parts.Add(Strip(text[start..], null, left: false, right: true));
                return parts;
            }

            while (at < text.Length && !IsBlank(text[at]))
                at++;
            parts.Add(text[start..at]);
        }
    }

    public static string Capitalize(string text) => text.Length == 0 ? text : char.ToUpperInvariant(text[0]) + text[1..].ToLowerInvariant();

    public static string Title(string text)
    {
        var title = new StringBuilder(text.Length);
        var inWord = false;
        foreach (var letter in text)
        {
            title.Append(inWord ? char.ToLowerInvariant(letter) : char.ToUpperInvariant(letter));
            inWord = char.IsLetter(letter);
        }

        return title.ToString();
    }

    /// <summary>Python's <c>repr</c> of a float: the shortest digits, an exponent from 1e16 on and below 1e-4.</summary>
    public static string Number(double value)
    {
        if (double.IsNaN(value))
            return "nan";
        if (double.IsInfinity(value))
            return value > 0 ? "inf" : "-inf";
        var shortest = value.ToString("E16", CultureInfo.InvariantCulture);
        for (var digits = 0; digits < 17; digits++)
        {
            shortest = value.ToString($"E{digits}", CultureInfo.InvariantCulture);
            if (double.Parse(shortest, CultureInfo.InvariantCulture).Equals(value))
                break;
        }

        var sign = shortest[0] == '-' ? "-" : "";
        var parts = shortest.TrimStart('-').Split('E');
        var figures = parts[0].Replace(".", "", StringComparison.Ordinal);
        var exponent = int.Parse(parts[1], CultureInfo.InvariantCulture);
        if (exponent is < -4 or >= 16)
            return $"{sign}{figures[0]}{(figures.Length > 1 ? $".{figures[1..]}" : "")}e{(exponent < 0 ? '-' : '+')}{Math.Abs(exponent):00}";
        if (exponent < 0)
            return $"{sign}0.{new string('0', -exponent - 1)}{figures}";
        return figures.Length <= exponent + 1 ? $"{sign}{figures.PadRight(exponent + 1, '0')}.0" : $"{sign}{figures[..(exponent + 1)]}.{figures[(exponent + 1)..]}";
    }

    /// <summary>Python's <c>repr</c> of a text.</summary>
    public static string Quoted(string text)
    {
        var quote = text.Contains('\'', StringComparison.Ordinal) && !text.Contains('"', StringComparison.Ordinal) ? '"' : '\'';
        var quoted = new StringBuilder().Append(quote);
        foreach (var letter in text)
        {
            _ = letter switch
            {
                '\n' => quoted.Append("\\n"),
                '\r' => quoted.Append("\\r"),
                '\t' => quoted.Append("\\t"),
                '\\' => quoted.Append("\\\\"),
                _ when letter == quote => quoted.Append('\\').Append(letter),
                < ' ' or (>= '\u007f' and <= '\u00a0') or '\u00ad' => quoted.Append(CultureInfo.InvariantCulture, $"\\x{(int)letter:x2}"),
                _ => quoted.Append(letter),
            };
        }

        return quoted.Append(quote).ToString();
    }
}
