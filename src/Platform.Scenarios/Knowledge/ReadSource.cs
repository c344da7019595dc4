using MediatR;
using Microsoft.EntityFrameworkCore;
using Platform.Data;
using Platform.Data.Knowledge;

namespace Platform.Scenarios.Knowledge;

/// <summary>What a citation points to: a passage or an entry, for people outside.</summary>
public sealed record ReadSource(Guid Id) : IRequest<PublicSource?>;

/// <param name="Before">The text in front of the passage in its document; null for an entry or the first passage.</param>
/// <param name="IsFormer">It no longer stands in the base as it is shown here: archived, expired, or gone from a newer version.</param>
public sealed record PublicSource(
    string Title, string? Heading, string Text, string? Before, string? After, string Language, string? Place, bool IsFormer, DateTimeOffset UpdatedAt);

internal sealed class ReadSourceHandler(IDbContextFactory<PlatformDbContext> contexts, LiveKnowledge knowledge) : IRequestHandler<ReadSource, PublicSource?>
{
    /// <returns>Null for what does not exist, and for what is not public: from outside both look the same.</returns>
    public async Task<PublicSource?> Handle(ReadSource query, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var entry = await db.KnowledgeEntries.AsNoTracking()
            .SingleOrDefaultAsync(e => e.Id == query.Id && e.Audience == Audiences.Public && e.State != KnowledgeState.Draft && e.State != KnowledgeState.Declined, cancellationToken);
        if (entry is not null)
        {
            var isFormer = entry.State != KnowledgeState.Published || !entry.IsValidOn(knowledge.Today);
            return new PublicSource(entry.Question, entry.Topic, entry.Answer, null, null, entry.Language, null, isFormer, entry.UpdatedAt);
        }

        var passage = await db.Passages.AsNoTracking().SingleOrDefaultAsync(p => p.Id == query.Id, cancellationToken);
        var document = passage is null ? null : await db.KnowledgeDocuments.AsNoTracking()
            .SingleOrDefaultAsync(d => d.Id == passage.DocumentId && d.Audience == Audiences.Public && d.State != KnowledgeState.Draft, cancellationToken);
        if (passage is null || document is null)
            return null;

        var around = passage.RetiredAt is not null ? [] : await db.Passages.AsNoTracking()
            .Where(p => p.DocumentId == document.Id && p.RetiredAt == null && (p.Ordinal == passage.Ordinal - 1 || p.Ordinal == passage.Ordinal + 1))
            .ToListAsync(cancellationToken);
        return new PublicSource(
            document.Title, passage.Heading, passage.Text,
            around.Find(p => p.Ordinal < passage.Ordinal)?.Text, around.Find(p => p.Ordinal > passage.Ordinal)?.Text,
            document.Language, passage.Place, passage.RetiredAt is not null || document.State != KnowledgeState.Published, document.UpdatedAt);
    }
}
