using MediatR;

namespace Platform.Scenarios.DocumentWriting.Drafts;

/// <summary>The person takes the other wording of a section, or leaves the text as it was.</summary>
/// <returns>Null when the owner has no such draft.</returns>
public sealed record DecideRevision(Guid Draft, Guid Owner, bool Accept) : IRequest<DraftView?>;

internal sealed class DecideRevisionHandler(DraftStore drafts) : IRequestHandler<DecideRevision, DraftView?>
{
    public Task<DraftView?> Handle(DecideRevision command, CancellationToken cancellationToken) => drafts.ChangeAsync(command.Draft, command.Owner, content =>
        command.Accept && content.Proposed is { } proposed && content.Outline?.Find(proposed.Node) is { } node
            ? content.With(node, proposed.Paragraphs) with { Proposed = null }
            : content with { Proposed = null }, cancellationToken);
}
