using MediatR;
using Microsoft.EntityFrameworkCore;
using Platform.Data;
using Platform.Data.Accounts;
using Platform.Data.Operations;

namespace Platform.Scenarios.Accounts.Links;

/// <summary>A person of a channel says the code of an account: from now on what they practise there is the account's, and what they practised before, too.</summary>
public sealed record LinkChannel(ChannelPerson Person, string Code) : IRequest<LinkChannelOutcome>;

public abstract record LinkChannelOutcome
{
    /// <param name="TakenOver">Sessions of before that are the account's now.</param>
    public sealed record Linked(int TakenOver) : LinkChannelOutcome;

    /// <summary>It was never made, has been used or replaced, or its time is over.</summary>
    public sealed record NoSuchCode : LinkChannelOutcome;

    /// <summary>This person said too many codes that do not hold; none is looked at for some minutes.</summary>
    public sealed record TooManyWrong : LinkChannelOutcome;

    /// <summary>The person is linked to another account, which has to be undone first. The code still works.</summary>
    public sealed record LinkedToAnother : LinkChannelOutcome;
}

internal sealed class LinkChannelHandler(PlatformDbContext db, TimeProvider clock) : IRequestHandler<LinkChannel, LinkChannelOutcome>
{
    public Task<LinkChannelOutcome> Handle(LinkChannel command, CancellationToken cancellationToken) =>
        db.Database.CreateExecutionStrategy().ExecuteAsync(async ct =>
        {
            db.ChangeTracker.Clear(); // tried again as a whole
            await using var all = await db.Database.BeginTransactionAsync(ct);
            var outcome = await LinkAsync(command, ct);
            await all.CommitAsync(ct);
            return outcome;
        }, cancellationToken);

    private async Task<LinkChannelOutcome> LinkAsync(LinkChannel command, CancellationToken cancellationToken)
    {
        var (person, now) = (command.Person, clock.GetUtcNow());
        var since = now - LinkCodes.Lifetime;
        if (await db.AuditEntries.CountAsync(e => e.Subject == person.Key && e.Act == LinkCodes.Refused && e.At > since, cancellationToken) >= LinkCodes.MostWrong)
            return new LinkChannelOutcome.TooManyWrong();

        var hash = SetupCodes.Hash(command.Code);
        var code = await db.LinkCodes.SingleOrDefaultAsync(c => c.Hash == hash && c.MadeAt > since, cancellationToken);
        var link = await db.ChannelLinks.AsNoTracking().SingleOrDefaultAsync(l => l.Person == person.Key, cancellationToken);
        if (code is not null && code.AccountId == link?.AccountId)
            return await CloseAsync(code, now, takenOver: 0, cancellationToken); // said once more
        if (code is not { ClosedAt: null })
        {
            db.Audit(now, account: null, LinkCodes.Refused, person.Key, new { person.Channel });
            await db.SaveChangesAsync(cancellationToken);
            return new LinkChannelOutcome.NoSuchCode();
        }

        if (link is not null)
            return new LinkChannelOutcome.LinkedToAnother();

        Guid? account = code.AccountId;
        var taken = await db.PracticeSessions.Where(s => s.TraineeId == null && s.ChannelUser == person.ChannelUser)
            .ExecuteUpdateAsync(set => set.SetProperty(s => s.TraineeId, account), cancellationToken);
        var made = new ChannelLink { AccountId = code.AccountId, Channel = person.Channel, Person = person.Key, LinkedAt = now };
        db.ChannelLinks.Add(made);
        db.Audit(now, account, "account.link", made.Id, new { person.Channel, Sessions = taken });
        return await CloseAsync(code, now, taken, cancellationToken);
    }

    private async Task<LinkChannelOutcome> CloseAsync(LinkCode code, DateTimeOffset now, int takenOver, CancellationToken cancellationToken)
    {
        code.ClosedAt ??= now;
        await db.SaveChangesAsync(cancellationToken);
        return new LinkChannelOutcome.Linked(takenOver);
    }
}
