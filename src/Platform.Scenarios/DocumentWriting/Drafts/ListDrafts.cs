using MediatR;
using Microsoft.EntityFrameworkCore;
using Platform.Data;
using Platform.Scenarios.DocumentWriting.Genres;

namespace Platform.Scenarios.DocumentWriting.Drafts;

/// <summary>A person's documents, those changed last first.</summary>
public sealed record ListDrafts(Guid Owner) : IRequest<IReadOnlyList<DraftRow>>;

/// <param name="Title">Empty until the matter is known.</param>
public sealed record DraftRow(Guid Id, Genre Genre, string Title, DateTimeOffset ChangedAt);

internal sealed class ListDraftsHandler(PlatformDbContext db) : IRequestHandler<ListDrafts, IReadOnlyList<DraftRow>>
{
    private const int Most = 200;

    public async Task<IReadOnlyList<DraftRow>> Handle(ListDrafts query, CancellationToken cancellationToken)
    {
        var rows = await db.DocumentDrafts.AsNoTracking().Where(d => d.OwnerId == query.Owner).OrderByDescending(d => d.ChangedAt).Take(Most)
            .Select(d => new { d.Id, d.Genre, d.Title, d.ChangedAt }).ToListAsync(cancellationToken);
        return [.. rows.Select(row => new DraftRow(row.Id, GenreCatalog.Shipped[row.Genre], row.Title, row.ChangedAt))];
    }
}
