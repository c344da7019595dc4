using System.Globalization;
using System.Text;

namespace Platform.Scenarios.Uploads;

/// <summary>Makes a file name from outside harmless, and keeps it readable in every script.</summary>
public static class UploadName
{
    private const int Longest = 200;
    private const string Unnamed = "file";

    /// <summary>The last part of a path, without control signs, signs that turn the direction of writing, or half signs; never empty.</summary>
    public static string From(string? name)
    {
        var last = name?.Split('/', '\\')[^1] ?? "";
        var kept = new StringBuilder(last.Length);
        foreach (var sign in last.EnumerateRunes())
        {
            if (sign == Rune.ReplacementChar || Rune.GetUnicodeCategory(sign) is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator)
                continue;
            if (sign.IsAscii && "\"<>|:*?".Contains((char)sign.Value, StringComparison.Ordinal))
                kept.Append('_');
            else
                kept.Append(sign);
        }

        var clean = Shorten(kept.ToString().Trim(' ', '.'));
        return clean.Length == 0 ? Unnamed : clean;
    }

    /// <summary>Cuts the stem and keeps the ending.</summary>
    private static string Shorten(string name)
    {
        if (name.Length <= Longest)
            return name;
        var ending = Path.GetExtension(name) is { Length: <= 16 } extension ? extension : "";
        var stem = name[..(Longest - ending.Length)];
        return (char.IsHighSurrogate(stem[^1]) ? stem[..^1] : stem) + ending;
    }
}
