using MediatR;
using Platform.Scenarios.DocumentWriting.Genres;

namespace Platform.Scenarios.DocumentWriting.Drafts;

/// <summary>Begins a document of a genre.</summary>
/// <returns>Null when there is no such genre.</returns>
public sealed record StartDraft(Guid Owner, string Genre) : IRequest<Guid?>;

internal sealed class StartDraftHandler(DraftStore drafts) : IRequestHandler<StartDraft, Guid?>
{
    private const long SmallestSeed = 1;
    private const long LargestSeed = 1_000_000;

    public async Task<Guid?> Handle(StartDraft command, CancellationToken cancellationToken) => GenreCatalog.Shipped.Find(command.Genre) is { } genre
        ? await drafts.AddAsync(new DraftContent(new Brief { Genre = genre.Id, Seed = Random.Shared.NextInt64(SmallestSeed, LargestSeed) }), command.Owner, cancellationToken)
        : null;
}
