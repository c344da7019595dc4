using Platform.Scenarios.DocumentWriting.Checks;
using Platform.Scenarios.DocumentWriting.Facts;
using Platform.Scenarios.DocumentWriting.Genres;

namespace Platform.Scenarios.DocumentWriting.Drafts;

/// <summary>A draft as its page shows it.</summary>
/// <param name="Missing">Mandatory slots without a value.</param>
/// <param name="Wrong">Slots whose value has not the form it needs.</param>
/// <param name="Facts">Found in the material, as the person corrected them.</param>
/// <param name="MissingParts">Mandatory parts that the text lacks; empty until every section is written.</param>
/// <param name="Length">Characters written.</param>
/// <param name="LengthScore">From 0 to 100; null until every section is written.</param>
public sealed record DraftView(
    Guid Id,
    Genre Genre,
    string Title,
    Brief Brief,
    IReadOnlyList<string> Missing,
    IReadOnlyList<string> Wrong,
    IReadOnlyList<Fact> Facts,
    Outline? Outline,
    bool OutlineEdited,
    IReadOnlyList<SectionView> Sections,
    ProposedRevision? Proposed,
    IReadOnlyList<string> MissingParts,
    int Length,
    double? LengthScore)
{
    public bool IsBegun => Sections.Any(section => section.State != SectionState.Unwritten);

    internal static DraftView Of(Guid id, DraftContent content, GenreCatalog catalog)
    {
        var facts = FactTable.Of(content.Brief);
        var document = content.Document(catalog);
        var measured = document is null ? [] : new DriftMeter(content.Brief, catalog, content.Outline!, facts).Measure(document);
        var number = 0;
        var paragraphs = measured.Select(m => new ParagraphView(m.Paragraph.Level > 0 ? 0 : ++number, m.Paragraph, m.Drift)).ToLookup(p => p.Paragraph.Node, StringComparer.Ordinal);
        var sections = content.Outline?.Nodes.Select(node => SectionView.Of(node, content.Brief, content.Section(node.Id), [.. paragraphs[node.Id]])).ToList() ?? [];
        var whole = document is not null && sections.All(section => section.State != SectionState.Unwritten);
        return new DraftView(
            id, catalog[content.Brief.Genre], TitleOf(content.Brief, catalog), content.Brief, content.Brief.Missing(catalog[content.Brief.Genre], catalog), [.. content.Wrong()],
            [.. facts.Facts.Where(fact => fact.Source != FactTable.BriefSource)], content.Outline, content.OutlineEdited, sections, content.Proposed,
            whole ? MandatoryParts.Missing(document!, content.Brief, catalog) : [], document?.Length ?? 0, whole ? Checks.LengthScore.Of(content.Brief.Length, document!.Length) : null);
    }

    /// <summary>Empty until the matter is known.</summary>
    internal static string TitleOf(Brief brief, GenreCatalog catalog) => brief.Has(Slots.Matter) ? Composer.Frame(brief, catalog).Title : "";
}

public enum SectionState
{
    Unwritten = 0,
    Written = 1,

    /// <summary>The outline says something else by now.</summary>
    Behind = 2,
}

/// <param name="Heading">With its number; null when the section has none.</param>
public sealed record SectionView(OutlineNode Node, SectionState State, string? Heading, IReadOnlyList<ParagraphView> Paragraphs)
{
    internal static SectionView Of(OutlineNode node, Brief brief, DraftSection? written, IReadOnlyList<ParagraphView> paragraphs) => new(
        node,
        written is null ? SectionState.Unwritten : written.Follows(node, brief) ? SectionState.Written : SectionState.Behind,
        paragraphs.FirstOrDefault(p => p.Paragraph.Level == 1)?.Paragraph.Text ?? (node.Heading.Length > 0 ? node.Heading : null),
        [.. paragraphs.Where(p => p.Paragraph.Level != 1)]);
}

/// <param name="Number">In the document, from 1; 0 for a heading, which is no paragraph.</param>
/// <param name="Drift">Null for a heading.</param>
public sealed record ParagraphView(int Number, WrittenParagraph Paragraph, Drift? Drift);
