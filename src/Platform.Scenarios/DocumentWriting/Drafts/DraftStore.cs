using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Platform.Data;
using Platform.Data.DocumentWriting;
using Platform.Scenarios.DocumentWriting.Genres;

namespace Platform.Scenarios.DocumentWriting.Drafts;

/// <summary>Reads and changes drafts. Only its owner finds a draft.</summary>
internal sealed class DraftStore(IDbContextFactory<PlatformDbContext> contexts, TimeProvider clock)
{
    private const int LongestTitle = 200;
    private const int MostTries = 5;

    public static GenreCatalog Catalog => GenreCatalog.Shipped;

    public async Task<DraftContent?> ReadAsync(Guid id, Guid owner, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var kept = await db.DocumentDrafts.AsNoTracking().SingleOrDefaultAsync(d => d.Id == id && d.OwnerId == owner, cancellationToken);
        return kept is null ? null : Open(kept);
    }

    public async Task<Guid> AddAsync(DraftContent content, Guid owner, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var now = clock.GetUtcNow();
        var draft = new DocumentDraft { OwnerId = owner, Genre = content.Brief.Genre, Title = TitleOf(content), Content = Close(content), StartedAt = now, ChangedAt = now };
        db.Add(draft);
        await db.SaveChangesAsync(cancellationToken);
        return draft.Id;
    }

    /// <summary>Changes what is kept at that moment; after another writer's change it is applied to theirs, so it must not depend on what was read before.</summary>
    /// <returns>Null when the owner has no such draft.</returns>
    public async Task<DraftView?> ChangeAsync(Guid id, Guid owner, Func<DraftContent, DraftContent> change, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            await using var db = await contexts.CreateDbContextAsync(cancellationToken);
            if (await db.DocumentDrafts.SingleOrDefaultAsync(d => d.Id == id && d.OwnerId == owner, cancellationToken) is not { } draft)
                return null;
            var content = change(Open(draft));
            var view = DraftView.Of(id, content, Catalog); // what cannot be shown is not kept
            (draft.Content, draft.Title, draft.ChangedAt) = (Close(content), TitleOf(content), clock.GetUtcNow());
            draft.Revision++;
            try
            {
                await db.SaveChangesAsync(cancellationToken);
                return view;
            }
            catch (DbUpdateConcurrencyException) when (attempt < MostTries)
            {
                // another window or a section that was being written came first
            }
        }
    }

    private static DraftContent Open(DocumentDraft draft) => JsonSerializer.Deserialize<DraftContent>(draft.Content, Brief.Format)
        ?? throw new InvalidDataException($"The draft {draft.Id} holds JSON null.");

    private static string Close(DraftContent content) => JsonSerializer.Serialize(content, Brief.Format);

    private static string TitleOf(DraftContent content) => DraftView.TitleOf(content.Brief, Catalog) is var title && title.Length > LongestTitle ? title[..LongestTitle] : title;
}
