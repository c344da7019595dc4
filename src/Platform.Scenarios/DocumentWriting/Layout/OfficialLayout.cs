namespace Platform.Scenarios.DocumentWriting.Layout;

/// <summary>Measures of GB/T 9704-2012 in the units of a Word file: twips (1/20 pt, 56.7 a millimetre) and half points.</summary>
/// <remarks>Fonts: the standard names kinds of type, no vendor's fonts; any of a kind's names is right.</remarks>
public static class OfficialLayout
{
    public const int PageWidth = 11906;
    public const int PageHeight = 16838;

    /// <summary>37 mm above, ± 1 mm.</summary>
    public const int Top = 2098;

    /// <summary>28 mm at the binding edge, ± 1 mm.</summary>
    public const int Left = 1588;

    /// <summary>Leaves a type area of 156 mm.</summary>
    public const int Right = 1474;

    /// <summary>Leaves a type area of 225 mm.</summary>
    public const int Bottom = 1984;

    /// <summary>1 mm.</summary>
    public const int Tolerance = 57;

    /// <summary>The page number stands 7 mm below the type area.</summary>
    public const int Footer = 1304;

    public const int Lines = 22;
    public const int Characters = 28;

    /// <summary>225 mm in 22 lines.</summary>
    public const int LinePitch = 579;

    /// <summary>Between characters of 16 pt, so that 156 mm hold 28 of them. A grid of characters would do it in Word alone: LibreOffice gives a sign that is wider than its cell two cells.</summary>
    public const int CharacterSpace = -5;

    /// <summary>Size 3, 16 pt.</summary>
    public const int BodySize = 32;

    /// <summary>Size 2, 22 pt.</summary>
    public const int TitleSize = 44;

    /// <summary>Size 4, 14 pt.</summary>
    public const int PageNumberSize = 28;

    public const string Red = "FF0000";

    public static readonly Typeface Title = new("小标宋", ["方正小标宋简体", "方正小标宋_GBK", "方正小标宋_GB18030", "FZXiaoBiaoSong-B05S", "FZXiaoBiaoSong-B05", "华文中宋", "STZhongsong"]);
    public static readonly Typeface Body = new("仿宋", ["仿宋_GB2312", "仿宋", "FangSong", "FangSong_GB2312", "方正仿宋_GBK", "方正仿宋简体", "方正仿宋_GB18030", "华文仿宋", "STFangsong"]);
    public static readonly Typeface Black = new("黑体", ["黑体", "SimHei", "方正黑体_GBK", "方正黑体简体", "方正黑体_GB18030", "华文黑体", "STHeiti"]);
    public static readonly Typeface Kai = new("楷体", ["楷体_GB2312", "楷体", "KaiTi", "KaiTi_GB2312", "方正楷体_GBK", "方正楷体简体", "方正楷体_GB18030", "华文楷体", "STKaiti"]);
    public static readonly Typeface Song = new("宋体", ["宋体", "SimSun", "NSimSun", "新宋体", "方正书宋_GBK", "方正书宋简体", "华文宋体", "STSong"]);

    internal static bool IsRed(string colour) => colour.Equals(Red, StringComparison.OrdinalIgnoreCase) || colour.StartsWith("FF00", StringComparison.OrdinalIgnoreCase);

    /// <summary>Of a heading, from level 1.</summary>
    public static Typeface Heading(int level) => level switch { 1 => Black, 2 => Kai, _ => Body };
}

/// <summary>A kind of type and the fonts that are of it; the first is written into files, the others are its fallbacks.</summary>
public sealed record Typeface(string Kind, IReadOnlyList<string> Fonts)
{
    public string First => Fonts[0];

    /// <summary>By the name a file gives it, which need not be the name of a font's file.</summary>
    public bool Has(string? font) => font is not null && Fonts.Contains(font, StringComparer.OrdinalIgnoreCase);
}
