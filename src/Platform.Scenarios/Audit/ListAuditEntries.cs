using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Platform.Data;

namespace Platform.Scenarios.Audit;

/// <summary>What was done, newest first.</summary>
/// <param name="Act">Beginning of the act's name, such as <c>review.</c>; null for all.</param>
/// <param name="Subject">The id of a thing; null for all.</param>
public sealed record ListAuditEntries(string? Act, string? Subject, Guid? Account, int Skip, int Take) : IRequest<AuditList>;

public sealed record AuditList(IReadOnlyList<AuditRow> Rows, int Count);

/// <param name="Account">Name of the account that acted; null for the platform itself.</param>
public sealed record AuditRow(Guid Id, DateTimeOffset At, string? Account, string Act, string? Subject, string? Figures);

internal sealed class ListAuditEntriesRules : AbstractValidator<ListAuditEntries>
{
    public ListAuditEntriesRules()
    {
        RuleFor(l => l.Skip).GreaterThanOrEqualTo(0);
        RuleFor(l => l.Take).InclusiveBetween(1, 200);
        RuleFor(l => l.Act).MaximumLength(64);
        RuleFor(l => l.Subject).MaximumLength(128);
    }
}

internal sealed class ListAuditEntriesHandler(PlatformDbContext db) : IRequestHandler<ListAuditEntries, AuditList>
{
    public async Task<AuditList> Handle(ListAuditEntries query, CancellationToken cancellationToken)
    {
        var found = db.AuditEntries.AsNoTracking();
        if (!string.IsNullOrWhiteSpace(query.Act))
            found = found.Where(e => e.Act.StartsWith(query.Act.Trim()));
        if (!string.IsNullOrWhiteSpace(query.Subject))
            found = found.Where(e => e.Subject == query.Subject.Trim());
        if (query.Account is { } account)
            found = found.Where(e => e.AccountId == account);

        var rows = await found.OrderByDescending(e => e.At).ThenByDescending(e => e.Id).Skip(query.Skip).Take(query.Take)
            .Select(e => new AuditRow(e.Id, e.At, db.Users.Where(u => u.Id == e.AccountId).Select(u => u.DisplayName).FirstOrDefault(), e.Act, e.Subject, e.Figures))
            .ToListAsync(cancellationToken);
        return new AuditList(rows, await found.CountAsync(cancellationToken));
    }
}
