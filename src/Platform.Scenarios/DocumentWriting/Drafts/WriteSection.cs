using MediatR;

namespace Platform.Scenarios.DocumentWriting.Drafts;

/// <summary>Writes one section of a draft, with what stands before it; the page asks for one after another. Where a person has worked on the text, what is written is proposed, see <see cref="DecideRevision"/>.</summary>
/// <returns>Null when the owner has no such draft, or its outline no such node.</returns>
public sealed record WriteSection(Guid Draft, Guid Owner, string Node) : IRequest<DraftView?>;

internal sealed class WriteSectionHandler(DraftStore drafts, DocumentWriter writer) : IRequestHandler<WriteSection, DraftView?>
{
    public async Task<DraftView?> Handle(WriteSection command, CancellationToken cancellationToken)
    {
        if (await drafts.ReadAsync(command.Draft, command.Owner, cancellationToken) is not { } content || content.Faulty(DraftStore.Catalog).Count > 0 || content.Outline?.Find(command.Node) is not { } node)
            return null;
        var paragraphs = await writer.WriteSectionAsync(content.Brief, content.Outline, node, content.Before(node.Id), cancellationToken);
        return await drafts.ChangeAsync(command.Draft, command.Owner, now => now.Section(node.Id) is { IsEdited: true }
            ? now with { Proposed = new ProposedRevision(node.Id, ProposedRevision.WrittenAgain, [.. paragraphs.Where(paragraph => paragraph.Level != 1)]) }
            : now.With(node, paragraphs), cancellationToken);
    }
}
