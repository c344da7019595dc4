using MediatR;

namespace Platform.Scenarios.DocumentWriting.Drafts;

/// <summary>Takes a file's text and facts out of a draft.</summary>
/// <returns>Null when the owner has no such draft.</returns>
public sealed record DropMaterial(Guid Draft, Guid Owner, string Name) : IRequest<DraftView?>;

internal sealed class DropMaterialHandler(DraftStore drafts) : IRequestHandler<DropMaterial, DraftView?>
{
    public Task<DraftView?> Handle(DropMaterial command, CancellationToken cancellationToken) => drafts.ChangeAsync(command.Draft, command.Owner, content => (content with
    {
        Brief = content.Brief with
        {
            Material = [.. content.Brief.Material.Where(material => material.Name != command.Name)],
            CorrectedFacts = content.Brief.CorrectedFacts is { } corrected ? [.. corrected.Where(fact => fact.Source != command.Name)] : null,
        },
    }).Planned(DraftStore.Catalog), cancellationToken);
}
