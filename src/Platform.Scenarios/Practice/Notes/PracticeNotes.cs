using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Platform.Data;
using Platform.Data.Simulations;

namespace Platform.Scenarios.Practice.Notes;

/// <summary>What a trainee wrote down for themselves in a session, while it ran or afterwards. There is no such question for a trainer.</summary>
/// <returns>Null when it is no session of the trainee.</returns>
public sealed record ReadPracticeNotes(Guid Session, Guid Trainee) : IRequest<string?>;

/// <summary>Keeps the notes as they stand now.</summary>
/// <returns>False when it is no session of the trainee.</returns>
public sealed record SavePracticeNotes(Guid Session, Guid Trainee, string Text) : IRequest<bool>;

internal sealed class SavePracticeNotesRules : AbstractValidator<SavePracticeNotes>
{
    public SavePracticeNotesRules() => RuleFor(notes => notes.Text).NotNull().MaximumLength(PracticeSession.NotesLength);
}

internal sealed class ReadPracticeNotesHandler(PlatformDbContext db) : IRequestHandler<ReadPracticeNotes, string?>
{
    public Task<string?> Handle(ReadPracticeNotes query, CancellationToken cancellationToken) =>
        db.PracticeSessions.Where(s => s.Id == query.Session && s.TraineeId == query.Trainee).Select(s => s.Notes ?? "").SingleOrDefaultAsync(cancellationToken);
}

internal sealed class SavePracticeNotesHandler(PlatformDbContext db) : IRequestHandler<SavePracticeNotes, bool>
{
    /// <summary>Written past the fences of the session: notes stand in nobody's way, and a turn that is being answered does not take them back.</summary>
    public async Task<bool> Handle(SavePracticeNotes command, CancellationToken cancellationToken)
    {
        var text = string.IsNullOrWhiteSpace(command.Text) ? null : command.Text;
        return await db.PracticeSessions.Where(s => s.Id == command.Session && s.TraineeId == command.Trainee)
            .ExecuteUpdateAsync(set => set.SetProperty(s => s.Notes, text), cancellationToken) > 0;
    }
}
