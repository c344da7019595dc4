using MediatR;
using Microsoft.EntityFrameworkCore;
using Platform.Data;

namespace Platform.Scenarios.Accounts.Links;

/// <summary>The account that a person of a channel is linked to.</summary>
/// <returns>Null when there is none.</returns>
public sealed record FindLinkedAccount(ChannelPerson Person) : IRequest<Guid?>;

/// <summary>Where the owner of an account is known in channels, newest first.</summary>
public sealed record ListLinks(Guid Account) : IRequest<IReadOnlyList<ChannelLinkView>>;

public sealed record ChannelLinkView(Guid Id, string Channel, DateTimeOffset LinkedAt);

internal sealed class LinkReader(PlatformDbContext db) : IRequestHandler<FindLinkedAccount, Guid?>, IRequestHandler<ListLinks, IReadOnlyList<ChannelLinkView>>
{
    public Task<Guid?> Handle(FindLinkedAccount query, CancellationToken cancellationToken) =>
        db.ChannelLinks.Where(l => l.Person == query.Person.Key).Select(l => (Guid?)l.AccountId).SingleOrDefaultAsync(cancellationToken);

    public async Task<IReadOnlyList<ChannelLinkView>> Handle(ListLinks query, CancellationToken cancellationToken) =>
        await db.ChannelLinks.Where(l => l.AccountId == query.Account).OrderByDescending(l => l.LinkedAt)
            .Select(l => new ChannelLinkView(l.Id, l.Channel, l.LinkedAt)).ToListAsync(cancellationToken);
}
