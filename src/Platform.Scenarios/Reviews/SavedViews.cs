using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Platform.Data;
using Platform.Data.Reviews;

namespace Platform.Scenarios.Reviews;

/// <summary>The filters that an account has saved, by name.</summary>
public sealed record ListSavedViews(Guid Account) : IRequest<IReadOnlyList<SavedViewRow>>;

/// <param name="Query">The query string of the list's address, without the question mark.</param>
public sealed record SavedViewRow(Guid Id, string Name, string Query);

/// <summary>Saves filters under a name; the same name again replaces them.</summary>
public sealed record SaveView(Guid Account, string Name, string Query) : IRequest<Unit>;

public sealed record DeleteView(Guid Account, Guid View) : IRequest<Unit>;

internal sealed class SaveViewRules : AbstractValidator<SaveView>
{
    public SaveViewRules()
    {
        RuleFor(s => s.Name).NotEmpty().MaximumLength(100);
        RuleFor(s => s.Query).MaximumLength(2000);
    }
}

internal sealed class SavedViewsHandler(PlatformDbContext db, TimeProvider clock) :
    IRequestHandler<ListSavedViews, IReadOnlyList<SavedViewRow>>, IRequestHandler<SaveView, Unit>, IRequestHandler<DeleteView, Unit>
{
    public async Task<IReadOnlyList<SavedViewRow>> Handle(ListSavedViews query, CancellationToken cancellationToken) =>
        await db.SavedViews.AsNoTracking().Where(v => v.AccountId == query.Account).OrderBy(v => v.Name)
            .Select(v => new SavedViewRow(v.Id, v.Name, v.Query)).ToListAsync(cancellationToken);

    public async Task<Unit> Handle(SaveView command, CancellationToken cancellationToken)
    {
        var name = command.Name.Trim();
        var now = clock.GetUtcNow();
        if (await db.SavedViews.SingleOrDefaultAsync(v => v.AccountId == command.Account && v.Name == name, cancellationToken) is { } known)
            (known.Query, known.SavedAt) = (command.Query, now);
        else
            db.SavedViews.Add(new SavedView { AccountId = command.Account, Name = name, Query = command.Query, SavedAt = now });
        await db.SaveChangesAsync(cancellationToken);
        return Unit.Value;
    }

    public async Task<Unit> Handle(DeleteView command, CancellationToken cancellationToken)
    {
        await db.SavedViews.Where(v => v.AccountId == command.Account && v.Id == command.View).ExecuteDeleteAsync(cancellationToken);
        return Unit.Value;
    }
}
