using MediatR;
using Microsoft.EntityFrameworkCore;
using Platform.Data;
using Platform.Data.Operations;

namespace Platform.Scenarios.Practice.Authoring;

/// <summary>No new session begins with it; running ones go on, ended ones can be read. A release brings it back.</summary>
public sealed record RetireContent(TrainerScope By, string Key) : IRequest<bool>;

internal sealed class RetireContentHandler(PlatformDbContext db, ReleasedContent released, TimeProvider clock) : IRequestHandler<RetireContent, bool>
{
    public async Task<bool> Handle(RetireContent command, CancellationToken cancellationToken)
    {
        if (!await command.By.TrainsAsync(db, cancellationToken) || await db.AuthoredContents.SingleOrDefaultAsync(c => c.Key == command.Key, cancellationToken) is not { } content)
            return false;
        (content.RetiredAt, content.Released) = (content.RetiredAt ?? clock.GetUtcNow(), null);
        db.Audit(clock.GetUtcNow(), command.By.Id, "practice-content.retire", content.Id);
        try
        {
            await db.SaveChangesAsync(cancellationToken);
        }
        catch (DbUpdateConcurrencyException)
        {
            return false;
        }

        await released.LoadAsync(cancellationToken);
        return true;
    }
}
