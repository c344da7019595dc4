using MediatR;
using Microsoft.EntityFrameworkCore;
using Platform.Data;

namespace Platform.Scenarios.Practice.Authoring;

/// <summary>Takes an earlier text up again, as a new version.</summary>
/// <returns>The new version's number; null when there is no such version, or somebody saved in the meantime.</returns>
public sealed record RestoreVersion(TrainerScope By, string Key, int Number, string? Note) : IRequest<int?>;

internal sealed class RestoreVersionHandler(PlatformDbContext db, TimeProvider clock) : IRequestHandler<RestoreVersion, int?>
{
    public async Task<int?> Handle(RestoreVersion command, CancellationToken cancellationToken)
    {
        if (!await command.By.TrainsAsync(db, cancellationToken) || await db.AuthoredContents.AsNoTracking().SingleOrDefaultAsync(c => c.Key == command.Key, cancellationToken) is not { } content)
            return null;
        if (await db.AuthoredVersions.AsNoTracking().SingleOrDefaultAsync(v => v.ContentId == content.Id && v.Number == command.Number, cancellationToken) is not { } version)
            return null;
        return await new SaveDraftHandler(db, clock).Handle(new SaveDraft(command.By, command.Key, content.Latest, version.Text, command.Note), cancellationToken) switch
        {
            SaveDraftOutcome.Saved saved => saved.Number,
            SaveDraftOutcome.Unchanged unchanged => unchanged.Number,
            _ => null,
        };
    }
}
