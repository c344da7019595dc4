using FluentValidation;
using MediatR;
using Platform.Data;
using Platform.Data.Operations;
using Platform.Scenarios.Simulation.Acts;

namespace Platform.Scenarios.Practice.Recognition;

/// <summary>Trains the recogniser of a family and language from the authored utterances and what people corrected; it comes into service unless it sees worse than the one that is.</summary>
/// <param name="By">Null for a command.</param>
public sealed record TrainRecogniser(string Family, string Lang, TrainerScope? By) : IRequest<TrainRecogniserOutcome>;

public abstract record TrainRecogniserOutcome
{
    /// <summary>It hears from now on.</summary>
    public sealed record Trained(RecogniserCard Card) : TrainRecogniserOutcome;

    /// <summary>It lost more on the held-out utterances than is allowed; nothing changed.</summary>
    public sealed record Refused(double F1, double FormerF1) : TrainRecogniserOutcome;

    /// <summary>What is in service has learned from the same.</summary>
    public sealed record Unchanged : TrainRecogniserOutcome;

    /// <param name="Withheld">Corrections in sessions whose trainee did not agree.</param>
    public sealed record NothingToLearn(int Withheld) : TrainRecogniserOutcome;

    public sealed record NotAllowed : TrainRecogniserOutcome;
}

internal sealed class TrainRecogniserRules : AbstractValidator<TrainRecogniser>
{
    public TrainRecogniserRules() =>
        RuleFor(train => train).Must(train => Recognisers.Kinds.Contains((train.Family, train.Lang))).WithMessage("There are community and counselling, each in zh and en.");
}

internal sealed class TrainRecogniserHandler(PlatformDbContext db, RecogniserFolder folder, RecognisersInService service, ActMaterial material, TimeProvider clock)
    : IRequestHandler<TrainRecogniser, TrainRecogniserOutcome>
{
    public async Task<TrainRecogniserOutcome> Handle(TrainRecogniser command, CancellationToken cancellationToken)
    {
        if (command.By is { } by && !await by.TrainsAsync(db, cancellationToken))
            return new TrainRecogniserOutcome.NotAllowed();
        var (family, lang) = (command.Family, command.Lang);
        var began = clock.GetUtcNow(); // what is corrected from now on is for the next one
        var corrections = await new AcceptedCorrections(db).ReadAsync(family, lang, cancellationToken);
        if (corrections.Accepted.Count == 0)
            return new TrainRecogniserOutcome.NothingToLearn(corrections.Withheld);

        var served = folder.Served(family, lang);
        var former = served is [.., var latest] ? latest : null;
        var formerTurns = folder.Cards(family, lang).FirstOrDefault(card => card.Version == former)?.Turns.ToHashSet() ?? [];
        var trial = ActTrial.Run(
            material.Of(family, lang), family, lang, [.. corrections.Accepted.Select(c => c.Utterance)],
            former is null ? null : folder.Judge(family, lang, former), [.. corrections.Accepted.Where(c => formerTurns.Contains(c.Turn)).Select(c => c.Utterance)]);
        var version = RecogniserVersion.Of(trial.Learned);
        if (version == former)
            return new TrainRecogniserOutcome.Unchanged();

        var figures = new { family, lang, corrections = corrections.Accepted.Count, f1 = trial.F1, former = trial.FormerF1 };
        db.Audit(clock.GetUtcNow(), command.By?.Id, trial.Passed ? "acts.train" : "acts.refuse", version, figures);
        var card = new RecogniserCard
        {
            Version = version,
            Family = family,
            Lang = lang,
            TrainedAt = began,
            TrainedBy = command.By?.Id,
            Basis = RecogniserVersion.Basis,
            Utterances = trial.Learned.Count,
            Turns = [.. corrections.Accepted.Select(c => c.Turn)],
            F1 = trial.F1,
            FormerF1 = trial.FormerF1,
            Items = trial.Items,
        };
        if (trial.Passed)
            folder.Keep(card, trial.Judge);
        await db.SaveChangesAsync(cancellationToken);
        if (!trial.Passed)
            return new TrainRecogniserOutcome.Refused(trial.F1, trial.FormerF1);
        folder.Serve(family, lang, [.. folder.Served(family, lang), version]); // read anew: somebody may have gone back meanwhile
        await service.LoadAsync(cancellationToken);
        return new TrainRecogniserOutcome.Trained(card);
    }
}
