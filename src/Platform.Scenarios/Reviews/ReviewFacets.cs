using MediatR;
using Microsoft.EntityFrameworkCore;
using Platform.Data;

namespace Platform.Scenarios.Reviews;

/// <summary>What can be chosen in the filters: channels and scenarios that occur.</summary>
public sealed record ReadReviewFacets : IRequest<ReviewFacets>;

public sealed record ReviewFacets(IReadOnlyList<string> Channels, IReadOnlyList<string> Scenarios);

internal sealed class ReadReviewFacetsHandler(PlatformDbContext db) : IRequestHandler<ReadReviewFacets, ReviewFacets>
{
    private const int Looked = 20_000;

    public async Task<ReviewFacets> Handle(ReadReviewFacets query, CancellationToken cancellationToken)
    {
        // What occurs among the latest is what is looked for; a walk through everything would cost more than it brings.
        var latest = db.Conversations.AsNoTracking().OrderByDescending(c => c.LastTurnAt).Take(Looked);
        return new ReviewFacets(
            await latest.Select(c => c.Channel).Distinct().OrderBy(channel => channel).ToListAsync(cancellationToken),
            await latest.Select(c => c.Scenario).Distinct().OrderBy(scenario => scenario).ToListAsync(cancellationToken));
    }
}
