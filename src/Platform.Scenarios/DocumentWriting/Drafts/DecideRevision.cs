using MediatR;

namespace Platform.Scenarios.DocumentWriting.Drafts;

/// <summary>The person takes the other wording of a section, or leaves the text as it was; text that was left although the outline had changed is no longer behind it.</summary>
/// <returns>Null when the owner has no such draft.</returns>
public sealed record DecideRevision(Guid Draft, Guid Owner, bool Accept) : IRequest<DraftView?>;

internal sealed class DecideRevisionHandler(DraftStore drafts) : IRequestHandler<DecideRevision, DraftView?>
{
    public Task<DraftView?> Handle(DecideRevision command, CancellationToken cancellationToken) => drafts.ChangeAsync(command.Draft, command.Owner, content =>
        command.Accept && content.Proposed is { } proposed && content.Outline?.Find(proposed.Node) is { } node
            ? content.With(node, proposed.Paragraphs) with { Proposed = null }
            : Left(content) with { Proposed = null }, cancellationToken);

    private static DraftContent Left(DraftContent content) =>
        content.Proposed is { Instruction: ProposedRevision.WrittenAgain } proposed && content.Outline?.Find(proposed.Node) is { } node && content.Section(node.Id) is { } section
            ? content.With(node, section.Paragraphs)
            : content;
}
