using MediatR;

namespace Platform.Scenarios.DocumentWriting.Drafts;

/// <summary>A draft with its checks.</summary>
/// <returns>Null when the owner has no such draft.</returns>
public sealed record ReadDraft(Guid Draft, Guid Owner) : IRequest<DraftView?>;

internal sealed class ReadDraftHandler(DraftStore drafts) : IRequestHandler<ReadDraft, DraftView?>
{
    public async Task<DraftView?> Handle(ReadDraft query, CancellationToken cancellationToken) =>
        await drafts.ReadAsync(query.Draft, query.Owner, cancellationToken) is { } content ? DraftView.Of(query.Draft, content, DraftStore.Catalog) : null;
}
