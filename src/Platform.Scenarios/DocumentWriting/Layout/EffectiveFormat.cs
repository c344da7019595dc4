using System.Globalization;
using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Wordprocessing;

namespace Platform.Scenarios.DocumentWriting.Layout;

/// <summary>What a run or a paragraph looks like after defaults and styles: direct format, then the styles up to the root, then the document's defaults.</summary>
internal sealed class EffectiveFormat
{
    private readonly Dictionary<string, Style> _styles = new(StringComparer.Ordinal);
    private readonly string? _normal;
    private readonly RunPropertiesBaseStyle? _run;
    private readonly ParagraphPropertiesBaseStyle? _paragraph;

    public EffectiveFormat(MainDocumentPart main)
    {
        var styles = main.StyleDefinitionsPart?.Styles;
        foreach (var style in styles?.Elements<Style>() ?? [])
            if (style.StyleId?.Value is { } id)
                _styles[id] = style;
        _normal = _styles.Values.FirstOrDefault(style => style.Default?.Value == true && style.Type?.Value == StyleValues.Paragraph)?.StyleId?.Value;
        _run = styles?.DocDefaults?.RunPropertiesDefault?.RunPropertiesBaseStyle;
        _paragraph = styles?.DocDefaults?.ParagraphPropertiesDefault?.ParagraphPropertiesBaseStyle;
    }

    /// <summary>Every place that may say something of a run, strongest first.</summary>
    public IEnumerable<OpenXmlElement> RunSources(Run run, Paragraph paragraph)
    {
        if (run.RunProperties is { } own)
        {
            yield return own;
            foreach (var style in Chain(own.RunStyle?.Val?.Value))
                if (style.StyleRunProperties is { } properties)
                    yield return properties;
        }

        foreach (var style in Chain(StyleOf(paragraph)))
            if (style.StyleRunProperties is { } properties)
                yield return properties;
        if (_run is not null)
            yield return _run;
    }

    public IEnumerable<OpenXmlElement> ParagraphSources(Paragraph paragraph)
    {
        if (paragraph.ParagraphProperties is { } own)
            yield return own;
        foreach (var style in Chain(StyleOf(paragraph)))
            if (style.StyleParagraphProperties is { } properties)
                yield return properties;
        if (_paragraph is not null)
            yield return _paragraph;
    }

    public RunLook Look(Run run, Paragraph paragraph)
    {
        var sources = RunSources(run, paragraph).ToList();
        var fonts = sources.Select(source => source.GetFirstChild<RunFonts>()).OfType<RunFonts>().ToList();
        return new RunLook(
            fonts.Select(font => font.EastAsiaTheme is { } theme ? $"+{theme.InnerText}" : font.EastAsia?.Value).FirstOrDefault(name => name is not null),
            fonts.Select(font => font.AsciiTheme is { } theme ? $"+{theme.InnerText}" : font.Ascii?.Value).FirstOrDefault(name => name is not null),
            fonts.Select(font => font.HighAnsiTheme is { } theme ? $"+{theme.InnerText}" : font.HighAnsi?.Value).FirstOrDefault(name => name is not null),
            fonts.Any(font => font.Hint?.Value == FontTypeHintValues.EastAsia),
            First<FontSize, int>(sources, size => int.TryParse(size.Val?.Value, CultureInfo.InvariantCulture, out var half) ? half : 20) ?? 20,
            sources.Select(source => source.GetFirstChild<Color>()?.Val?.Value).FirstOrDefault(colour => colour is not null) ?? "auto",
            IsOn<Bold>(sources), IsOn<Italic>(sources),
            sources.Select(source => source.GetFirstChild<Underline>()).OfType<Underline>().FirstOrDefault()?.Val?.Value is { } line && line != UnderlineValues.None);
    }

    public ParagraphLook Look(Paragraph paragraph)
    {
        var sources = ParagraphSources(paragraph).ToList();
        var spacings = sources.Select(source => source.GetFirstChild<SpacingBetweenLines>()).OfType<SpacingBetweenLines>().ToList();
        var indents = sources.Select(source => source.GetFirstChild<Indentation>()).OfType<Indentation>().ToList();
        var rule = spacings.Select(spacing => spacing.LineRule?.Value).FirstOrDefault(value => value is not null);
        return new ParagraphLook(
            sources.Select(source => source.GetFirstChild<Justification>()?.Val?.InnerText).FirstOrDefault(value => value is not null) ?? "left",
            spacings.Select(spacing => Number(spacing.Line)).FirstOrDefault(value => value is not null),
            rule == LineSpacingRuleValues.Exact,
            spacings.Select(spacing => Number(spacing.Before)).FirstOrDefault(value => value is not null) ?? 0,
            spacings.Select(spacing => Number(spacing.After)).FirstOrDefault(value => value is not null) ?? 0,
            Characters(indents, indent => indent.FirstLineChars?.Value, indent => indent.FirstLine) - Characters(indents, indent => indent.HangingChars?.Value, indent => indent.Hanging),
            Characters(indents, indent => indent.LeftChars?.Value ?? indent.StartCharacters?.Value, indent => indent.Left ?? indent.Start),
            Characters(indents, indent => indent.RightChars?.Value ?? indent.EndCharacters?.Value, indent => indent.Right ?? indent.End),
            sources.Select(source => (int?)source.GetFirstChild<OutlineLevel>()?.Val?.Value).FirstOrDefault(value => value is not null),
            sources.Any(source => source.GetFirstChild<ParagraphBorders>() is not null));
    }

    public ParagraphBorders? Borders(Paragraph paragraph) =>
        ParagraphSources(paragraph).Select(source => source.GetFirstChild<ParagraphBorders>()).FirstOrDefault(borders => borders is not null);

    /// <summary>In characters; what is given in characters counts before what is given in twips.</summary>
    private static double Characters(List<Indentation> indents, Func<Indentation, int?> hundredths, Func<Indentation, StringValue?> twips)
    {
        foreach (var indent in indents)
        {
            if (hundredths(indent) is { } chars && (chars != 0 || Number(twips(indent)) is null or 0))
                return chars / 100.0;
            if (Number(twips(indent)) is { } length)
                return length / 316.0;
        }

        return 0;
    }

    private static int? Number(StringValue? value) => int.TryParse(value?.Value, CultureInfo.InvariantCulture, out var number) ? number : null;

    private static TValue? First<TElement, TValue>(List<OpenXmlElement> sources, Func<TElement, TValue> value)
        where TElement : OpenXmlElement
        where TValue : struct =>
        sources.Select(source => source.GetFirstChild<TElement>()).OfType<TElement>().Select(element => (TValue?)value(element)).FirstOrDefault();

    private static bool IsOn<T>(List<OpenXmlElement> sources)
        where T : OnOffType =>
        sources.Select(source => source.GetFirstChild<T>()).OfType<T>().FirstOrDefault() is { } found && (found.Val is null || found.Val.Value);

    private string? StyleOf(Paragraph paragraph) => paragraph.ParagraphProperties?.ParagraphStyleId?.Val?.Value ?? _normal;

    private IEnumerable<Style> Chain(string? id)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        while (id is not null && seen.Add(id) && _styles.TryGetValue(id, out var style))
        {
            yield return style;
            id = style.BasedOn?.Val?.Value;
        }
    }
}

/// <param name="EastAsia">Font of Chinese signs; <c>+name</c> when a theme decides it.</param>
/// <param name="HighAnsi">Font of quotes, dashes and ellipses, unless the run is <paramref name="Hinted"/>.</param>
/// <param name="Hinted">Signs that several scripts share go to the Chinese font.</param>
/// <param name="Size">Half points.</param>
internal sealed record RunLook(string? EastAsia, string? Ascii, string? HighAnsi, bool Hinted, int Size, string Colour, bool Bold, bool Italic, bool Underlined);

/// <param name="Line">Twips when <paramref name="Exact"/>, else 240ths of a line.</param>
/// <param name="FirstLine">Characters, as the other indents.</param>
internal sealed record ParagraphLook(string Align, int? Line, bool Exact, int Before, int After, double FirstLine, double Left, double Right, int? OutlineLevel, bool Bordered);
