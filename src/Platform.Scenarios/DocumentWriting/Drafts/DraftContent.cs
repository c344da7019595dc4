using System.Text.Json.Serialization;
using Platform.Scenarios.DocumentWriting.Genres;

namespace Platform.Scenarios.DocumentWriting.Drafts;

/// <summary>All that a draft of the writing page holds, as it is kept.</summary>
public sealed record DraftContent(Brief Brief)
{
    /// <summary>Null until nothing mandatory is missing.</summary>
    public Outline? Outline { get; init; }

    /// <summary>A person changed the outline: a new brief no longer makes it anew.</summary>
    public bool OutlineEdited { get; init; }

    public IReadOnlyList<DraftSection> Sections { get; init; } = [];

    /// <summary>A section's other wording that waits for the person's word.</summary>
    public ProposedRevision? Proposed { get; init; }

    public DraftSection? Section(string node) => Sections.FirstOrDefault(section => section.Node.Id == node);

    /// <summary>Mandatory slots without a value, and those whose value has not the form it needs.</summary>
    public IReadOnlyList<string> Faulty(GenreCatalog catalog) => [.. Brief.Missing(catalog[Brief.Genre], catalog), .. Wrong()];

    public IEnumerable<string> Wrong()
    {
        if (Brief.Has(Slots.Date) && !Brief.IsDate(Brief.Value(Slots.Date)))
            yield return Slots.Date;
        if (Brief.Has(Slots.DocumentNumber) && !Brief.IsDocumentNumber(Brief.Value(Slots.DocumentNumber)))
            yield return Slots.DocumentNumber;
    }

    /// <summary>With an outline of the brief, unless something is missing or a person has changed the outline.</summary>
    public DraftContent Planned(GenreCatalog catalog) =>
        Faulty(catalog).Count > 0 ? this
        : OutlineEdited && Outline is { } outline ? this with { Outline = OutlinePlanner.Assign(outline, Brief) }
        : this with { Outline = OutlinePlanner.Plan(Brief, catalog), OutlineEdited = false };

    /// <summary>With what was written for a node; a node that is gone from the outline takes nothing.</summary>
    public DraftContent With(OutlineNode node, IReadOnlyList<WrittenParagraph> paragraphs) => Outline?.Find(node.Id) is null ? this : this with
    {
        Sections = [.. Sections.Where(section => section.Node.Id != node.Id), new DraftSection(node, DraftSection.GivenFor(node, Brief), [.. paragraphs.Where(paragraph => paragraph.Level != 1)], DocumentWriter.PromptHash)],
        Proposed = Proposed?.Node == node.Id ? null : Proposed,
    };

    /// <summary>What stands so far, in the outline's order and with its headings; null when nothing does.</summary>
    public WrittenDocument? Document(GenreCatalog catalog)
    {
        var paragraphs = Outline?.Nodes.SelectMany(node => Section(node.Id) is { } section ? section.Paragraphs.Prepend(Heading(node)).OfType<WrittenParagraph>() : []).ToList();
        return paragraphs is { Count: > 0 } ? Composer.Frame(Brief, catalog) with { Paragraphs = paragraphs } : null;
    }

    /// <summary>What stands before a node.</summary>
    public IReadOnlyList<WrittenParagraph> Before(string node) =>
        [.. Outline!.Nodes.TakeWhile(other => other.Id != node).SelectMany(other => Section(other.Id)?.Paragraphs ?? [])];

    private WrittenParagraph? Heading(OutlineNode node)
    {
        var headed = Outline!.Nodes.Where(other => other.HasHeading).ToList();
        return node.HasHeading ? WrittenParagraph.Own(node.Id, 1, headed.Count > 1 ? Composer.Number(1, headed.FindIndex(other => other.Id == node.Id) + 1) + node.Heading : node.Heading) : null;
    }
}

/// <summary>What was written for a node.</summary>
/// <param name="Node">As it was then: another one now means that the text is behind its outline.</param>
/// <param name="Given">What opening and closing were made of; empty for a section, whose points say it.</param>
/// <param name="Prompt">Hash of the prompt that models were asked with.</param>
public sealed record DraftSection(OutlineNode Node, string Given, IReadOnlyList<WrittenParagraph> Paragraphs, string Prompt)
{
    /// <summary>Whether a person wrote some of it.</summary>
    [JsonIgnore]
    public bool IsEdited => Paragraphs.Any(paragraph => paragraph.WordedBy == WrittenParagraph.Person);

    /// <summary>Whether the node still says the same; another length alone does not matter.</summary>
    public bool Follows(OutlineNode node, Brief brief) => node.Heading == Node.Heading && node.Points.SequenceEqual(Node.Points, StringComparer.Ordinal) && GivenFor(node, brief) == Given;

    public static string GivenFor(OutlineNode node, Brief brief) => node.Kind is NodeKind.Opening or NodeKind.Closing
        ? string.Join('\n', brief.Values.OrderBy(pair => pair.Key, StringComparer.Ordinal).Where(pair => pair.Key is not (Slots.Date or Slots.DocumentNumber or Slots.Signer or Slots.Contact or Slots.Present or Slots.Excused or Slots.Observers)).Select(pair => pair.Value))
        : "";
}

/// <param name="Instruction">In the person's words; <see cref="WrittenAgain"/> for a section that was written anew and that a person had worked on.</param>
/// <param name="Paragraphs">In place of the section's, without its heading.</param>
/// <param name="IsFollowed">Whether the instruction was followed; false for mere other words, where it takes a model and none did it.</param>
public sealed record ProposedRevision(string Node, string Instruction, IReadOnlyList<WrittenParagraph> Paragraphs, bool IsFollowed = true)
{
    public const string WrittenAgain = "";
}
