using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Platform.Data;
using Platform.Data.Simulations;

namespace Platform.Scenarios.Practice;

/// <summary>Signs of crisis that people wrote, open ones first, newest first within; see <see cref="TrainerScope"/> for whose.</summary>
public sealed record ListSafetyNotes(TrainerScope By) : IRequest<IReadOnlyList<SafetyNoteView>>;

/// <param name="Who">Name of the account, or the person's id in a channel.</param>
public sealed record SafetyNoteView(Guid Id, string Who, string Text, bool Acute, DateTimeOffset At, Guid? Session, Guid? Conversation, SafetyFinding Finding, string? Remark, DateTimeOffset? SeenAt);

/// <summary>How many signs of crisis nobody has looked at yet.</summary>
public sealed record CountOpenNotes(TrainerScope By) : IRequest<int>;

/// <summary>A person has looked at a sign.</summary>
/// <returns>False when there is none that this person may see.</returns>
public sealed record CheckSafetyNote(Guid Note, TrainerScope By, SafetyFinding Finding, string? Remark) : IRequest<bool>;

internal sealed class CheckSafetyNoteRules : AbstractValidator<CheckSafetyNote>
{
    public CheckSafetyNoteRules()
    {
        RuleFor(check => check.Remark).MaximumLength(SafetyNote.TextLength);
        RuleFor(check => check.Finding).IsInEnum().NotEqual(SafetyFinding.Open).WithMessage("Say what was found: attended, or a false alarm.");
    }
}

internal sealed class ListSafetyNotesHandler(PlatformDbContext db) : IRequestHandler<ListSafetyNotes, IReadOnlyList<SafetyNoteView>>
{
    private const int Most = 200;

    public async Task<IReadOnlyList<SafetyNoteView>> Handle(ListSafetyNotes query, CancellationToken cancellationToken)
    {
        var notes = await (await query.By.NotesAsync(db, cancellationToken)).AsNoTracking().OrderBy(n => n.Finding != SafetyFinding.Open).ThenByDescending(n => n.At).Take(Most).ToListAsync(cancellationToken);
        var accounts = notes.Where(n => n.AccountId is not null).Select(n => n.AccountId!.Value).Distinct().ToList();
        var names = await db.Users.Where(a => accounts.Contains(a.Id)).ToDictionaryAsync(a => a.Id, a => a.DisplayName ?? a.UserName ?? "", cancellationToken);
        return [.. notes.Select(n => new SafetyNoteView(
            n.Id, n.AccountId is { } account && names.TryGetValue(account, out var name) ? name : n.ChannelUser ?? "", n.Text, n.Acute, n.At, n.SessionId, n.ConversationId, n.Finding, n.Remark, n.SeenAt))];
    }
}

internal sealed class CountOpenNotesHandler(PlatformDbContext db) : IRequestHandler<CountOpenNotes, int>
{
    public async Task<int> Handle(CountOpenNotes query, CancellationToken cancellationToken) =>
        await (await query.By.NotesAsync(db, cancellationToken)).CountAsync(n => n.Finding == SafetyFinding.Open, cancellationToken);
}

internal sealed class CheckSafetyNoteHandler(PlatformDbContext db, TimeProvider clock) : IRequestHandler<CheckSafetyNote, bool>
{
    public async Task<bool> Handle(CheckSafetyNote command, CancellationToken cancellationToken)
    {
        if (await (await command.By.NotesAsync(db, cancellationToken)).SingleOrDefaultAsync(n => n.Id == command.Note, cancellationToken) is not { } note)
            return false;
        (note.Finding, note.Remark, note.SeenBy, note.SeenAt) = (command.Finding, command.Remark, command.By.Id, clock.GetUtcNow());
        await db.SaveChangesAsync(cancellationToken);
        return true;
    }
}
