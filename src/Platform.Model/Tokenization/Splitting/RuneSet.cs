using System.Globalization;
using System.Text;

namespace Platform.Model.Tokenization.Splitting;

/// <summary>A set of characters, whole code points and not UTF-16 units: 𝟙 is a digit here, which it is not for .NET's <c>\p{N}</c>.</summary>
internal sealed class RuneSet
{
    private readonly ulong[] _plane = new ulong[1024];
    private readonly Func<int, bool> _contains;

    public RuneSet(Func<int, bool> contains)
    {
        _contains = contains;
        for (var value = 0; value < 0x10000; value++)
            if (contains(value))
                _plane[value >> 6] |= 1UL << value;
    }

    public bool Contains(int rune) => rune < 0x10000 ? (_plane[rune >> 6] >> rune & 1) != 0 : _contains(rune);

    public static bool IsSpace(int rune) => rune is (< 0xD800 or > 0xDFFF) && Rune.IsWhiteSpace(new Rune(rune));

    /// <param name="name">A general category, such as L, Lu or N.</param>
    /// <returns>Null when there is no such category.</returns>
    public static Func<int, bool>? Category(string name)
    {
        var categories = 0;
        for (var category = UnicodeCategory.UppercaseLetter; category <= UnicodeCategory.OtherNotAssigned; category++)
            if (Code(category).StartsWith(name, StringComparison.Ordinal))
                categories |= 1 << (int)category;
        return categories == 0 || name.Length == 0 ? null : rune => (categories >> (int)CharUnicodeInfo.GetUnicodeCategory(rune) & 1) != 0;
    }

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
        UnicodeCategory.SpaceSeparator => "Zs",
        UnicodeCategory.LineSeparator => "Zl",
        UnicodeCategory.ParagraphSeparator => "Zp",
        UnicodeCategory.Control => "Cc",
        UnicodeCategory.Format => "Cf",
        UnicodeCategory.Surrogate => "Cs",
        UnicodeCategory.PrivateUse => "Co",
        UnicodeCategory.ConnectorPunctuation => "Pc",
        UnicodeCategory.DashPunctuation => "Pd",
        UnicodeCategory.OpenPunctuation => "Ps",
        UnicodeCategory.ClosePunctuation => "Pe",
        UnicodeCategory.InitialQuotePunctuation => "Pi",
        UnicodeCategory.FinalQuotePunctuation => "Pf",
        UnicodeCategory.OtherPunctuation => "Po",
        UnicodeCategory.MathSymbol => "Sm",
        UnicodeCategory.CurrencySymbol => "Sc",
        UnicodeCategory.ModifierSymbol => "Sk",
        UnicodeCategory.OtherSymbol => "So",
        _ => "Cn",
    };
}
