using MediatR;
using Microsoft.EntityFrameworkCore;
using Platform.Data;
using Platform.Data.Accounts;
using Platform.Data.Operations;

namespace Platform.Scenarios.Accounts.Links;

/// <summary>Makes the code that the account's owner says in a channel; one that was made before no longer works.</summary>
public sealed record MakeLinkCode(Guid Account) : IRequest<MakeLinkCodeOutcome>;

public abstract record MakeLinkCodeOutcome
{
    /// <param name="EndsAt">It works before this moment, and once.</param>
    public sealed record Made(string Code, DateTimeOffset EndsAt) : MakeLinkCodeOutcome;

    /// <param name="Again">When the next one can be made.</param>
    public sealed record TooMany(DateTimeOffset Again) : MakeLinkCodeOutcome;
}

internal sealed class MakeLinkCodeHandler(PlatformDbContext db, TimeProvider clock) : IRequestHandler<MakeLinkCode, MakeLinkCodeOutcome>
{
    public async Task<MakeLinkCodeOutcome> Handle(MakeLinkCode command, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var over = now - LinkCodes.Lifetime;
        await db.LinkCodes.Where(c => c.MadeAt <= over).ExecuteDeleteAsync(cancellationToken);
        var earlier = await db.LinkCodes.Where(c => c.AccountId == command.Account).OrderBy(c => c.MadeAt).ToListAsync(cancellationToken);
        if (earlier.Count >= LinkCodes.MostMade)
            return new MakeLinkCodeOutcome.TooMany(earlier[0].MadeAt + LinkCodes.Lifetime);

        foreach (var code in earlier)
            code.ClosedAt ??= now;
        var made = LinkCodes.New();
        var kept = new LinkCode { AccountId = command.Account, Hash = SetupCodes.Hash(made), MadeAt = now };
        db.LinkCodes.Add(kept);
        db.Audit(now, command.Account, "account.link-code", kept.Id);
        await db.SaveChangesAsync(cancellationToken);
        return new MakeLinkCodeOutcome.Made(made, now + LinkCodes.Lifetime);
    }
}

/// <summary>The code's form and its limits.</summary>
internal static class LinkCodes
{
    /// <summary>Codes of one account within <see cref="Lifetime"/>.</summary>
    public const int MostMade = 5;

    /// <summary>Codes that do not hold, said by one person within <see cref="Lifetime"/>.</summary>
    public const int MostWrong = 5;

    /// <summary>The act under which the audit log keeps them, and by which they are counted.</summary>
    public const string Refused = "account.link-refused";

    public static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(10);

    /// <summary>Two groups of five signs, at least one of them a digit: a message that is a code is told from one that is two words.</summary>
    public static string New()
    {
        string code;
        do
            code = SetupCodes.New(groups: 2);
        while (!code.Any(char.IsAsciiDigit));
        return code;
    }
}
