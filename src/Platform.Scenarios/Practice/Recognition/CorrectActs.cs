using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Platform.Data;
using Platform.Data.Operations;
using Platform.Data.Simulations;
using Platform.Scenarios.Simulation.Acts;
using Platform.Scenarios.Simulation.Characters;

namespace Platform.Scenarios.Practice.Recognition;

/// <summary>A trainer says which acts an utterance of a trainee holds; the same acts as the recogniser saw confirm it. What it saw stays beside it, and no score changes.</summary>
public sealed record CorrectActs(Guid Session, Guid Turn, TrainerScope By, IReadOnlyList<string> Acts) : IRequest<CorrectActsOutcome>;

public abstract record CorrectActsOutcome
{
    public sealed record Corrected : CorrectActsOutcome;

    /// <summary>None that this person may judge, or its words were erased.</summary>
    public sealed record NoSuchUtterance : CorrectActsOutcome;

    /// <summary>Acts of another family, or none where every utterance has one.</summary>
    public sealed record Unfit : CorrectActsOutcome;
}

internal sealed class CorrectActsRules : AbstractValidator<CorrectActs>
{
    private const int Most = 64;

    public CorrectActsRules() => RuleFor(correct => correct.Acts).Must(acts => acts.Count <= Most);
}

internal sealed class CorrectActsHandler(PlatformDbContext db, TimeProvider clock) : IRequestHandler<CorrectActs, CorrectActsOutcome>
{
    public Task<CorrectActsOutcome> Handle(CorrectActs command, CancellationToken cancellationToken) => SessionFence.RetryAsync(db, () => CorrectAsync(command, cancellationToken));

    private async Task<CorrectActsOutcome> CorrectAsync(CorrectActs command, CancellationToken cancellationToken)
    {
        if (!await command.By.TrainsAsync(db, cancellationToken)
            || await command.By.Sessions(db).AsNoTracking().SingleOrDefaultAsync(s => s.Id == command.Session, cancellationToken) is not { } session
            || await db.PracticeTurns.AsNoTracking().SingleOrDefaultAsync(t => t.Id == command.Turn && t.SessionId == command.Session, cancellationToken) is not { } row
            || PracticeJson.Read<PlayTurn>(row.Content) is not { Utterance.Length: > 0 } turn)
            return new CorrectActsOutcome.NoSuchUtterance();
        var acts = command.Acts.Distinct(StringComparer.Ordinal).ToList();
        if (acts.Count > 1)
            acts.Remove(ActCodes.Other); // what is left when nothing else is there
        if (acts.Except(ActCodes.Of(session.Family), StringComparer.Ordinal).Any() || (acts.Count == 0 && session.Family == ActCodes.CounsellingFamily))
            return new CorrectActsOutcome.Unfit();

        var now = clock.GetUtcNow();
        var placed = CorrectedActs.Stored(CorrectedActs.Place(turn, acts));
        var before = CorrectedActs.Seen(turn).Select(act => act.Act).ToList();
        if (await db.ActCorrections.SingleOrDefaultAsync(c => c.TurnId == row.Id, cancellationToken) is { } correction)
        {
            before = [.. CorrectedActs.Of(correction).Select(act => act.Act)];
            (correction.Acts, correction.CorrectedAt, correction.CorrectedBy) = (placed, now, command.By.Id);
        }
        else
        {
            db.ActCorrections.Add(new ActCorrection { TurnId = row.Id, Acts = placed, CorrectedAt = now, CorrectedBy = command.By.Id });
        }

        db.Audit(now, command.By.Id, "acts.correct", row.Id, new { session = session.Id, before, after = acts });
        await db.SaveChangesAsync(cancellationToken);
        return new CorrectActsOutcome.Corrected();
    }
}
