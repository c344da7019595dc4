using MediatR;
using Microsoft.EntityFrameworkCore;
using Platform.Data;

namespace Platform.Scenarios.DocumentWriting.Drafts;

/// <summary>Deletes a draft with its material and its text.</summary>
/// <returns>False when the owner has no such draft.</returns>
public sealed record DeleteDraft(Guid Draft, Guid Owner) : IRequest<bool>;

internal sealed class DeleteDraftHandler(PlatformDbContext db) : IRequestHandler<DeleteDraft, bool>
{
    public async Task<bool> Handle(DeleteDraft command, CancellationToken cancellationToken) =>
        await db.DocumentDrafts.Where(d => d.Id == command.Draft && d.OwnerId == command.Owner).ExecuteDeleteAsync(cancellationToken) > 0;
}
