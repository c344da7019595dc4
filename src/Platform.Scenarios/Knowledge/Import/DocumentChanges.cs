using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using Platform.Data;
using Platform.Data.Knowledge;

namespace Platform.Scenarios.Knowledge.Import;

internal enum DocumentChange
{
    Unchanged = 0,
    Added = 1,
    Changed = 2,
}

internal sealed record DocumentSource(string Name, string Language, string MediaType, string Audience, string Title, byte[] Content);

/// <summary>Writes a document and its passages. A passage that a newer version still has keeps its id; one that it no longer has is retired, so that old citations open.</summary>
/// <remarks>What somebody archived stays so while its file is the same; a file that says something else publishes it again.</remarks>
internal static class DocumentChanges
{
    public static async Task<DocumentChange> ApplyAsync(
        PlatformDbContext db, DocumentSource source, IReadOnlyList<SplitPassage> passages, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var hash = Convert.ToHexStringLower(SHA256.HashData(source.Content));
        var document = await db.KnowledgeDocuments.Include(d => d.Passages.Where(p => p.RetiredAt == null))
            .SingleOrDefaultAsync(d => d.Name == source.Name && d.Language == source.Language, cancellationToken);
        if (document is null)
        {
            document = new KnowledgeDocument
            {
                Name = source.Name,
                Title = source.Title,
                Language = source.Language,
                MediaType = source.MediaType,
                Audience = source.Audience,
                ContentHash = hash,
                CreatedAt = now,
                UpdatedAt = now,
            };
            db.KnowledgeDocuments.Add(document);
            AddAll(db, document, passages);
            return DocumentChange.Added;
        }

        if (document.ContentHash == hash && (document.State == KnowledgeState.Archived || (document.Audience == source.Audience && SamePassages(document.Passages, passages))))
            return DocumentChange.Unchanged;

        (document.ContentHash, document.Title, document.MediaType, document.Audience) = (hash, source.Title, source.MediaType, source.Audience);
        (document.State, document.UpdatedAt) = (KnowledgeState.Published, now);
        document.Version++;
        Replace(db, document, passages, now);
        return DocumentChange.Changed;
    }

    private static bool SamePassages(List<Passage> kept, IReadOnlyList<SplitPassage> fresh) =>
        kept.OrderBy(p => p.Ordinal).Select(p => (p.Heading, p.Text)).SequenceEqual(fresh.Select(p => (p.Heading, p.Text)));

    private static void Replace(PlatformDbContext db, KnowledgeDocument document, IReadOnlyList<SplitPassage> fresh, DateTimeOffset now)
    {
        var former = document.Passages.OrderBy(p => p.Ordinal).ToList();
        for (var i = 0; i < fresh.Count; i++)
        {
            var same = former.Find(p => p.Heading == fresh[i].Heading && p.Text == fresh[i].Text);
            if (same is null)
            {
                db.Passages.Add(NewPassage(document, fresh[i], i));
                continue;
            }

            former.Remove(same);
            (same.Ordinal, same.Place) = (i + 1, fresh[i].Place);
        }

        foreach (var gone in former)
            gone.RetiredAt = now;
    }

    private static void AddAll(PlatformDbContext db, KnowledgeDocument document, IReadOnlyList<SplitPassage> passages)
    {
        for (var i = 0; i < passages.Count; i++)
            db.Passages.Add(NewPassage(document, passages[i], i));
    }

    private static Passage NewPassage(KnowledgeDocument document, SplitPassage split, int place) =>
        new() { DocumentId = document.Id, Ordinal = place + 1, Heading = split.Heading, Text = split.Text, Place = split.Place };
}
