using MediatR;
using Microsoft.EntityFrameworkCore;
using Platform.Data;
using Platform.Data.Knowledge;
using Platform.Data.Operations;

namespace Platform.Scenarios.Knowledge.Editing;

/// <summary>Every document, by name.</summary>
public sealed record ListDocuments : IRequest<IReadOnlyList<DocumentSummary>>;

public sealed record DocumentSummary(
    Guid Id, string Name, string Title, string Language, string MediaType, string Audience, KnowledgeState State, int Version, int Passages, DateTimeOffset UpdatedAt);

internal sealed class ListDocumentsHandler(IDbContextFactory<PlatformDbContext> contexts) : IRequestHandler<ListDocuments, IReadOnlyList<DocumentSummary>>
{
    public async Task<IReadOnlyList<DocumentSummary>> Handle(ListDocuments query, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await db.KnowledgeDocuments.AsNoTracking().OrderBy(d => d.Name).ThenBy(d => d.Language)
            .Select(d => new DocumentSummary(
                d.Id, d.Name, d.Title, d.Language, d.MediaType, d.Audience, d.State, d.Version, d.Passages.Count(p => p.RetiredAt == null), d.UpdatedAt))
            .ToListAsync(cancellationToken);
    }
}

/// <summary>A document's passages as they stand now, in order.</summary>
public sealed record ReadDocument(Guid Id) : IRequest<DocumentDetails?>;

public sealed record DocumentDetails(Guid Id, string Name, string Title, string Language, string Audience, KnowledgeState State, int Version, IReadOnlyList<PassageDetails> Passages);

public sealed record PassageDetails(Guid Id, int Ordinal, string Heading, string Text, string Place);

internal sealed class ReadDocumentHandler(IDbContextFactory<PlatformDbContext> contexts) : IRequestHandler<ReadDocument, DocumentDetails?>
{
    /// <returns>Null when there is no such document.</returns>
    public async Task<DocumentDetails?> Handle(ReadDocument query, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var document = await db.KnowledgeDocuments.AsNoTracking().Include(d => d.Passages.Where(p => p.RetiredAt == null))
            .SingleOrDefaultAsync(d => d.Id == query.Id, cancellationToken);
        return document is null ? null : new DocumentDetails(
            document.Id, document.Name, document.Title, document.Language, document.Audience, document.State, document.Version,
            [.. document.Passages.OrderBy(p => p.Ordinal).Select(p => new PassageDetails(p.Id, p.Ordinal, p.Heading, p.Text, p.Place))]);
    }
}

/// <summary>Takes a document out of the answers, or back in.</summary>
public sealed record SetDocumentState(Guid Id, KnowledgeState State, Guid? AccountId) : IRequest<bool>;

internal sealed class SetDocumentStateHandler(KnowledgeLedger ledger, LiveKnowledge knowledge, TimeProvider clock) : IRequestHandler<SetDocumentState, bool>
{
    /// <returns>Whether there is such a document.</returns>
    public async Task<bool> Handle(SetDocumentState command, CancellationToken cancellationToken)
    {
        var found = await ledger.ChangeAsync(async db =>
        {
            var document = await db.KnowledgeDocuments.SingleOrDefaultAsync(d => d.Id == command.Id, cancellationToken);
            if (document is null)
                return false;
            if (document.State != command.State)
            {
                (document.State, document.UpdatedAt) = (command.State, clock.GetUtcNow());
                db.Audit(clock.GetUtcNow(), command.AccountId, "knowledge.document-state", document.Id, new { State = command.State.ToString() });
            }

            return true;
        }, cancellationToken);
        if (found)
            await knowledge.CatchUpAsync(cancellationToken);
        return found;
    }
}
