using MediatR;
using Microsoft.Extensions.Logging;

namespace Platform.Scenarios.Practice.Recognition;

/// <summary>How the latest training that was asked for on this server stands.</summary>
/// <param name="Outcome">Null while it runs, and when it failed.</param>
public sealed record TrainingProgress(bool Running, TrainRecogniserOutcome? Outcome);

/// <summary>Trains behind the page that asked: one at a time, since it takes every processor for some seconds.</summary>
internal sealed class RecogniserTraining(IMediator mediator, ILogger<RecogniserTraining> logger)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<(string Family, string Lang), TrainingProgress> _progress = [];

    /// <returns>Null when none was asked for since the server started.</returns>
    public TrainingProgress? Of(string family, string lang)
    {
        lock (_gate)
            return _progress.GetValueOrDefault((family, lang));
    }

    /// <returns>False while another one runs.</returns>
    public bool TryStart(TrainRecogniser command)
    {
        lock (_gate)
        {
            if (_progress.Values.Any(progress => progress.Running))
                return false;
            _progress[(command.Family, command.Lang)] = new TrainingProgress(Running: true, Outcome: null);
        }

        _ = Task.Run(() => RunAsync(command), CancellationToken.None);
        return true;
    }

    private async Task RunAsync(TrainRecogniser command)
    {
        TrainRecogniserOutcome? outcome = null;
        try
        {
            outcome = await mediator.Send(command, CancellationToken.None);
        }
        catch (Exception failure) // nobody waits for it: the page asks how it went
        {
            logger.NotTrained(command.Family, command.Lang, failure.GetType().Name);
        }

        lock (_gate)
            _progress[(command.Family, command.Lang)] = new TrainingProgress(Running: false, outcome);
    }
}
