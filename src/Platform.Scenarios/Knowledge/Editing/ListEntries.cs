using MediatR;
using Microsoft.EntityFrameworkCore;
using Platform.Data;
using Platform.Data.Knowledge;

namespace Platform.Scenarios.Knowledge.Editing;

/// <summary>Entries by filters, the newest change first.</summary>
/// <param name="Text">Part of the question, a wording, the answer or the id.</param>
/// <param name="Page">From 0.</param>
public sealed record ListEntries(
    string? Text = null, string? Language = null, string? Topic = null, string? Audience = null, KnowledgeState? State = null, int Page = 0, int PageSize = 50)
    : IRequest<EntryList>;

/// <param name="Total">Entries that the filters leave.</param>
/// <param name="Topics">All topics of the base, for a filter.</param>
public sealed record EntryList(IReadOnlyList<EntrySummary> Entries, int Total, IReadOnlyList<string> Topics, IReadOnlyList<string> Languages);

public sealed record EntrySummary(
    Guid Id, string ExternalId, string Language, string Question, int Similar, string? Topic, string Audience, KnowledgeState State,
    DateOnly? ValidFrom, DateOnly? ValidTo, int Version, DateTimeOffset UpdatedAt);

internal sealed class ListEntriesHandler(IDbContextFactory<PlatformDbContext> contexts) : IRequestHandler<ListEntries, EntryList>
{
    public async Task<EntryList> Handle(ListEntries query, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var found = Filter(db.KnowledgeEntries.AsNoTracking(), query);
        var size = Math.Clamp(query.PageSize, 1, 500);
        var entries = await found.OrderByDescending(e => e.UpdatedAt).ThenBy(e => e.ExternalId)
            .Skip(Math.Max(query.Page, 0) * size).Take(size).ToListAsync(cancellationToken);
        return new EntryList(
            [.. entries.Select(e => new EntrySummary(e.Id, e.ExternalId, e.Language, e.Question, e.Similar.Count, e.Topic, e.Audience, e.State, e.ValidFrom, e.ValidTo, e.Version, e.UpdatedAt))],
            await found.CountAsync(cancellationToken),
            await db.KnowledgeEntries.Where(e => e.Topic != null).Select(e => e.Topic!).Distinct().OrderBy(t => t).ToListAsync(cancellationToken),
            await db.KnowledgeEntries.Select(e => e.Language).Distinct().OrderBy(l => l).ToListAsync(cancellationToken));
    }

    private static IQueryable<KnowledgeEntry> Filter(IQueryable<KnowledgeEntry> entries, ListEntries query)
    {
        if (query.Language is { Length: > 0 } language) entries = entries.Where(e => e.Language == language);
        if (query.Topic is { Length: > 0 } topic) entries = entries.Where(e => e.Topic == topic);
        if (query.Audience is { Length: > 0 } audience) entries = entries.Where(e => e.Audience == audience);
        if (query.State is { } state) entries = entries.Where(e => e.State == state);
        if (query.Text is { } given && given.Trim() is { Length: > 0 } text)
            entries = entries.Where(e => e.Question.Contains(text) || e.Answer.Contains(text) || e.ExternalId.Contains(text) || e.Similar.Any(s => s.Contains(text)));
        return entries;
    }
}
