using MediatR;
using Microsoft.EntityFrameworkCore;
using Platform.Data.Operations;

namespace Platform.Scenarios.Knowledge.Editing;

/// <summary>Makes an older version of an entry the newest one; what came between stays in the history.</summary>
public sealed record RestoreVersion(Guid Id, int Number, Guid? AccountId) : IRequest<SaveOutcome>;

internal sealed class RestoreVersionHandler(KnowledgeLedger ledger, LiveKnowledge knowledge, TimeProvider clock) : IRequestHandler<RestoreVersion, SaveOutcome>
{
    public async Task<SaveOutcome> Handle(RestoreVersion command, CancellationToken cancellationToken)
    {
        var outcome = await ledger.ChangeAsync<SaveOutcome>(async db =>
        {
            var entry = await db.KnowledgeEntries.SingleOrDefaultAsync(e => e.Id == command.Id, cancellationToken);
            var version = await db.KnowledgeEntryVersions.AsNoTracking().SingleOrDefaultAsync(v => v.EntryId == command.Id && v.Number == command.Number, cancellationToken);
            if (entry is null || version is null)
                return new SaveOutcome.NoSuchEntry();

            var content = EntryContent.FromJson(version.Content);
            if (entry.ContentHash == content.Hash())
                return new SaveOutcome.Unchanged(entry.Id, entry.Version);

            EntryChanges.Write(db, entry, content, new ChangeOrigin("restored", clock.GetUtcNow(), command.AccountId));
            db.Audit(clock.GetUtcNow(), command.AccountId, "knowledge.restore", entry.Id, new { command.Number, entry.Version });
            return new SaveOutcome.Saved(entry.Id, entry.Version);
        }, cancellationToken);
        if (outcome is SaveOutcome.Saved)
            await knowledge.CatchUpAsync(cancellationToken);
        return outcome;
    }
}
