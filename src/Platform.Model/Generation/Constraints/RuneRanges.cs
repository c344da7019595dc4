using System.Collections.Concurrent;
using System.Globalization;

namespace Platform.Model.Generation.Constraints;

/// <summary>A set of code points as ranges in order, without surrogates.</summary>
internal sealed class RuneRanges
{
    private const int Last = 0x10FFFF;
    private static readonly ConcurrentDictionary<string, RuneRanges?> Categories = new(StringComparer.Ordinal);
    private readonly List<(int Low, int High)> _ranges;

    private RuneRanges(List<(int Low, int High)> ranges) => _ranges = ranges;

    public static RuneRanges None { get; } = new([]);

    public static RuneRanges Digits { get; } = Of(('0', '9'));

    public static RuneRanges Word { get; } = Of(('0', '9'), ('A', 'Z'), ('_', '_'), ('a', 'z'));

    /// <summary>As JavaScript has it.</summary>
    public static RuneRanges Space { get; } = Of(('\t', '\r'), (' ', ' '), (0xA0, 0xA0), (0x1680, 0x1680), (0x2000, 0x200A), (0x2028, 0x2029), (0x202F, 0x202F), (0x205F, 0x205F), (0x3000, 0x3000), (0xFEFF, 0xFEFF));

    /// <summary>What <c>.</c> stands for: no line ends.</summary>
    public static RuneRanges Any { get; } = Of(('\n', '\n'), ('\r', '\r'), (0x2028, 0x2029)).Not();

    public static RuneRanges All { get; } = None.Not();

    public IReadOnlyList<(int Low, int High)> Ranges => _ranges;

    public static RuneRanges Of(params (int Low, int High)[] ranges)
    {
        var joined = new List<(int Low, int High)>();
        foreach (var range in ranges.OrderBy(range => range.Low))
        {
            if (joined.Count > 0 && range.Low <= joined[^1].High + 1)
                joined[^1] = (joined[^1].Low, Math.Max(joined[^1].High, range.High));
            else
                joined.Add(range);
        }

        return new RuneRanges(joined);
    }

    /// <returns>Null for a category that is not known.</returns>
    public static RuneRanges? Category(string name) => name.Length is 1 or 2 && name.All(char.IsAsciiLetter) ? Categories.GetOrAdd(name, OfCategory) : null;

    private static RuneRanges? OfCategory(string name)
    {
        var ranges = new List<(int, int)>();
        for (var rune = 0; rune <= Last; rune++)
            if (rune is < 0xD800 or > 0xDFFF && Code(CharUnicodeInfo.GetUnicodeCategory(rune)).StartsWith(name, StringComparison.Ordinal))
                ranges.Add((rune, rune));
        return ranges.Count > 0 ? Of([.. ranges]) : null;
    }

    public RuneRanges Or(RuneRanges other) => Of([.. _ranges, .. other._ranges]);

    public RuneRanges Not()
    {
        var rest = new List<(int, int)>();
        var from = 0;
        foreach (var (low, high) in _ranges)
        {
            if (low > from)
                rest.Add((from, low - 1));
            from = high + 1;
        }

        if (from <= Last)
            rest.Add((from, Last));
        return new RuneRanges(rest);
    }

    /// <summary>Both cases of ASCII letters.</summary>
    public RuneRanges IgnoringCase() => Or(Of([.. Enumerable.Range('a', 26).SelectMany(letter => Has(letter) || Has(letter - 32) ? new[] { (letter, letter), (letter - 32, letter - 32) } : [])]));

    private bool Has(int rune) => _ranges.Exists(range => rune >= range.Low && rune <= range.High);

    private static string Code(UnicodeCategory category) => category switch
    {
        UnicodeCategory.UppercaseLetter => "Lu",
        UnicodeCategory.LowercaseLetter => "Ll",
        UnicodeCategory.TitlecaseLetter => "Lt",
        UnicodeCategory.ModifierLetter => "Lm",
        UnicodeCategory.OtherLetter => "Lo",
        UnicodeCategory.NonSpacingMark => "Mn",
        UnicodeCategory.SpacingCombiningMark => "Mc",
        UnicodeCategory.EnclosingMark => "Me",
        UnicodeCategory.DecimalDigitNumber => "Nd",
        UnicodeCategory.LetterNumber => "Nl",
        UnicodeCategory.OtherNumber => "No",
        UnicodeCategory.ConnectorPunctuation or UnicodeCategory.DashPunctuation or UnicodeCategory.OpenPunctuation or UnicodeCategory.ClosePunctuation
            or UnicodeCategory.InitialQuotePunctuation or UnicodeCategory.FinalQuotePunctuation or UnicodeCategory.OtherPunctuation => "P",
        UnicodeCategory.MathSymbol or UnicodeCategory.CurrencySymbol or UnicodeCategory.ModifierSymbol or UnicodeCategory.OtherSymbol => "S",
        UnicodeCategory.SpaceSeparator => "Zs",
        _ => "-",
    };
}
