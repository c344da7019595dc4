using Microsoft.EntityFrameworkCore;
using Platform.Data;
using Platform.Data.Knowledge;
using Platform.Scenarios.Knowledge.Search;

namespace Platform.Scenarios.Knowledge;

/// <summary>Everything that may be answered on one day, as the database had it at one revision.</summary>
internal sealed class KnowledgeCatalog
{
    private KnowledgeCatalog(long revision, DateOnly day, IReadOnlyList<KnowledgeEntry> entries, IReadOnlyList<CataloguedPassage> passages)
    {
        Revision = revision;
        Day = day;
        Entries = entries.Where(e => e.State == KnowledgeState.Published).ToDictionary(e => KeyOf(e.Id), StringComparer.Ordinal);
        Declined = entries.Where(e => e.State == KnowledgeState.Declined).ToDictionary(e => KeyOf(e.Id), StringComparer.Ordinal);
        Passages = passages.ToDictionary(p => KeyOf(p.Id), StringComparer.Ordinal);
    }

    public long Revision { get; }

    public DateOnly Day { get; }

    public IReadOnlyDictionary<string, KnowledgeEntry> Entries { get; }

    /// <summary>What is recognised only to be declined.</summary>
    public IReadOnlyDictionary<string, KnowledgeEntry> Declined { get; }

    public IReadOnlyDictionary<string, CataloguedPassage> Passages { get; }

    public static string KeyOf(Guid id) => id.ToString();

    public static async Task<long> ReadRevisionAsync(PlatformDbContext db, CancellationToken cancellationToken) =>
        await db.KnowledgeRevisions.Select(r => r.Number).SingleAsync(cancellationToken);

    public static async Task<KnowledgeCatalog> ReadAsync(PlatformDbContext db, DateOnly day, CancellationToken cancellationToken)
    {
        var revision = await ReadRevisionAsync(db, cancellationToken); // before the rest: at worst the rest is newer, and is read again
        var entries = await db.KnowledgeEntries.AsNoTracking()
            .Where(e => (e.State == KnowledgeState.Published || e.State == KnowledgeState.Declined) && (e.ValidFrom == null || e.ValidFrom <= day) && (e.ValidTo == null || e.ValidTo >= day))
            .OrderBy(e => e.Language).ThenBy(e => e.ExternalId)
            .ToListAsync(cancellationToken);
        var passages = await (
            from passage in db.Passages.AsNoTracking()
            join document in db.KnowledgeDocuments on passage.DocumentId equals document.Id
            where document.State == KnowledgeState.Published && passage.RetiredAt == null
            orderby document.Language, document.Name, passage.Ordinal
            select new CataloguedPassage(passage.Id, document.Id, document.Title, document.Language, document.Audience, passage.Heading, passage.Text))
            .ToListAsync(cancellationToken);
        return new KnowledgeCatalog(revision, day, entries, passages);
    }

    /// <summary>What the indexes are made from; they learn from the answers too.</summary>
    public IReadOnlyList<IndexSource> Sources()
    {
        var entries = Entries.Values.Concat(Declined.Values).OrderBy(e => e.ExternalId, StringComparer.Ordinal).ToLookup(e => e.Language, StringComparer.Ordinal);
        var passages = Passages.Values.ToLookup(p => p.Language, StringComparer.Ordinal);
        return [.. entries.Select(e => e.Key).Union(passages.Select(p => p.Key), StringComparer.Ordinal).Order(StringComparer.Ordinal).Select(language => new IndexSource(
            language,
            [.. entries[language].Select(e => new SearchEntry(KeyOf(e.Id), language, e.Question, e.Similar, e.Answer, e.Audience, e.State == KnowledgeState.Declined))],
            [.. passages[language].Select(p => new SearchPassage(KeyOf(p.Id), p.Document, p.Heading, p.Text, language))]))];
    }
}

internal sealed record CataloguedPassage(Guid Id, Guid DocumentId, string Document, string Language, string Audience, string Heading, string Text);

/// <summary>One language's share of the base: each language has its own index, so that a change trains only its own.</summary>
internal sealed record IndexSource(string Language, IReadOnlyList<SearchEntry> Entries, IReadOnlyList<SearchPassage> Passages)
{
    public string Fingerprint { get; } = KnowledgeIndexFolder.Fingerprint(Entries, Passages, encoder: null);

    public int Questions => Entries.Sum(e => 1 + e.Similar.Count);
}
