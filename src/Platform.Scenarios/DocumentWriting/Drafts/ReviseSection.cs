using FluentValidation;
using MediatR;

namespace Platform.Scenarios.DocumentWriting.Drafts;

/// <summary>Asks for another wording of a section by an instruction; it stands beside the text until the person decides, see <see cref="DecideRevision"/>.</summary>
/// <returns>Null when the owner has no such draft, or the section is not written.</returns>
public sealed record ReviseSection(Guid Draft, Guid Owner, string Node, string Instruction) : IRequest<DraftView?>
{
    public const int LongestInstruction = 300;
}

internal sealed class ReviseSectionRules : AbstractValidator<ReviseSection>
{
    public ReviseSectionRules() => RuleFor(revise => revise.Instruction).NotEmpty().MaximumLength(ReviseSection.LongestInstruction);
}

internal sealed class ReviseSectionHandler(DraftStore drafts, DocumentWriter writer) : IRequestHandler<ReviseSection, DraftView?>
{
    public async Task<DraftView?> Handle(ReviseSection command, CancellationToken cancellationToken)
    {
        if (await drafts.ReadAsync(command.Draft, command.Owner, cancellationToken) is not { Outline: { } outline } content
            || outline.Find(command.Node) is not { } node || content.Section(node.Id) is null || content.Document(DraftStore.Catalog) is not { } document)
            return null;
        var revised = await writer.ReviseAsync(content.Brief, outline, document, node, command.Instruction, within: null, cancellationToken);
        var proposed = new ProposedRevision(node.Id, command.Instruction, [.. revised.Paragraphs.Where(paragraph => paragraph.Level != 1)], revised.IsFollowed);
        return await drafts.ChangeAsync(command.Draft, command.Owner, now => now.Section(node.Id) is null ? now : now with { Proposed = proposed }, cancellationToken);
    }
}
