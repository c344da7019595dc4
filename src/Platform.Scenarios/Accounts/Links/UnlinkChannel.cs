using MediatR;
using Microsoft.EntityFrameworkCore;
using Platform.Data;
using Platform.Data.Accounts;
using Platform.Data.Operations;

namespace Platform.Scenarios.Accounts.Links;

/// <summary>A person of a channel does not want to be taken for the account any longer. What was practised so far stays the account's.</summary>
/// <returns>False when they were linked to none.</returns>
public sealed record UnlinkChannel(ChannelPerson Person) : IRequest<bool>;

/// <summary>The same, by the account's owner.</summary>
public sealed record RemoveLink(Guid Account, Guid Link) : IRequest<bool>;

internal sealed class LinkRemoval(PlatformDbContext db, TimeProvider clock) : IRequestHandler<UnlinkChannel, bool>, IRequestHandler<RemoveLink, bool>
{
    public Task<bool> Handle(UnlinkChannel command, CancellationToken cancellationToken) =>
        RemoveAsync(db.ChannelLinks.Where(l => l.Person == command.Person.Key), cancellationToken);

    public Task<bool> Handle(RemoveLink command, CancellationToken cancellationToken) =>
        RemoveAsync(db.ChannelLinks.Where(l => l.Id == command.Link && l.AccountId == command.Account), cancellationToken);

    private async Task<bool> RemoveAsync(IQueryable<ChannelLink> which, CancellationToken cancellationToken)
    {
        if (await which.SingleOrDefaultAsync(cancellationToken) is not { } link)
            return false;
        db.ChannelLinks.Remove(link);
        db.Audit(clock.GetUtcNow(), link.AccountId, "account.unlink", link.Id, new { link.Channel });
        await db.SaveChangesAsync(cancellationToken);
        return true;
    }
}
