using MediatR;
using Platform.Data;

namespace Platform.Scenarios.Practice.Recognition;

/// <summary>Has a recogniser trained in the background; <see cref="ListRecognisers"/> says how it went.</summary>
public sealed record StartRecogniserTraining(string Family, string Lang, TrainerScope By) : IRequest<StartTrainingOutcome>;

public abstract record StartTrainingOutcome
{
    public sealed record Started : StartTrainingOutcome;

    /// <summary>Another training runs.</summary>
    public sealed record Busy : StartTrainingOutcome;

    public sealed record NotAllowed : StartTrainingOutcome;
}

internal sealed class StartRecogniserTrainingHandler(PlatformDbContext db, RecogniserTraining training) : IRequestHandler<StartRecogniserTraining, StartTrainingOutcome>
{
    public async Task<StartTrainingOutcome> Handle(StartRecogniserTraining command, CancellationToken cancellationToken)
    {
        if (!await command.By.TrainsAsync(db, cancellationToken))
            return new StartTrainingOutcome.NotAllowed();
        return training.TryStart(new TrainRecogniser(command.Family, command.Lang, command.By)) ? new StartTrainingOutcome.Started() : new StartTrainingOutcome.Busy();
    }
}
