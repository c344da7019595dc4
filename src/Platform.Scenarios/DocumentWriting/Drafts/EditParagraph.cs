using FluentValidation;
using MediatR;

namespace Platform.Scenarios.DocumentWriting.Drafts;

/// <summary>A person writes a paragraph of a draft in their own words.</summary>
/// <param name="Was">Its words before; another paragraph in its place is left alone.</param>
/// <param name="Text">A line each for several paragraphs; nothing takes it out.</param>
/// <returns>Null when the owner has no such draft.</returns>
public sealed record EditParagraph(Guid Draft, Guid Owner, string Node, string Was, string Text) : IRequest<DraftView?>
{
    public const int LongestText = 5000;
}

internal sealed class EditParagraphRules : AbstractValidator<EditParagraph>
{
    public EditParagraphRules() => RuleFor(edit => edit.Text).NotNull().MaximumLength(EditParagraph.LongestText);
}

internal sealed class EditParagraphHandler(DraftStore drafts) : IRequestHandler<EditParagraph, DraftView?>
{
    public Task<DraftView?> Handle(EditParagraph command, CancellationToken cancellationToken) => drafts.ChangeAsync(command.Draft, command.Owner, content => content with
    {
        Sections = [.. content.Sections.Select(section => section.Node.Id == command.Node ? section with { Paragraphs = [.. section.Paragraphs.SelectMany(paragraph => Edited(paragraph, command))] } : section)],
        Proposed = content.Proposed?.Node == command.Node ? null : content.Proposed,
    }, cancellationToken);

    private static IEnumerable<WrittenParagraph> Edited(WrittenParagraph paragraph, EditParagraph command) => paragraph.Text != command.Was
        ? [paragraph]
        : DocumentWriter.Plain(command.Text).Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => paragraph with { Text = line, WordedBy = line == paragraph.Text ? paragraph.WordedBy : WrittenParagraph.Person, Refused = [] });
}
