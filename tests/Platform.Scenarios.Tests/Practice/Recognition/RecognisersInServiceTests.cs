using MediatR;
using Microsoft.Extensions.Logging.Abstractions;
using Platform.Scenarios.Practice;
using Platform.Scenarios.Practice.Recognition;
using Platform.Scenarios.Simulation.Acts;
using Shouldly;
using Xunit;

namespace Platform.Scenarios.Tests.Practice.Recognition;

public sealed class RecognisersInServiceTests : RecogniserTest
{
    [Fact]
    public async Task The_version_in_service_hears_again_after_a_restart()
    {
        var card = await TrainedAsync();

        var restarted = new PracticeScenes();
        await Service(restarted).LoadAsync(Cancel);

        restarted.Recogniser.VersionOf(Family, Lang).ShouldBe(card.Version);
        restarted.Recogniser.Recognise(UnseenLantern, Family, Lang).ShouldBe(Hearing.Recogniser.Recognise(UnseenLantern, Family, Lang)); // weights come back as they were
    }

    [Fact]
    public async Task A_former_version_hears_again_and_at_last_what_ships()
    {
        var first = await TrainedAsync();
        await CorrectedAsync(["paper kites hold the lantern of the lighthouse near a whale"], ActCodes.Empathy);
        var second = (await TrainAsync()).ShouldBeOfType<TrainRecogniserOutcome.Trained>().Card;
        second.Version.ShouldNotBe(first.Version, StringComparer.Ordinal);

        (await RollBackAsync()).ShouldBeOfType<RollBackRecogniserOutcome.Done>().Version.ShouldBe(first.Version);
        Hearing.Recogniser.VersionOf(Family, Lang).ShouldBe(first.Version);
        (await RollBackAsync(second.Version)).ShouldBeOfType<RollBackRecogniserOutcome.Done>();
        Hearing.Recogniser.VersionOf(Family, Lang).ShouldBe(second.Version);
        await RollBackAsync(second.Version);
        Folder.Served(Family, Lang).ShouldBe([first.Version, second.Version]); // it hears already
        (await RollBackAsync(RollBackRecogniser.Shipped)).ShouldBeOfType<RollBackRecogniserOutcome.Done>().Version.ShouldBeNull();
        Hearing.Recogniser.VersionOf(Family, Lang).ShouldBe(Recognisers.ShippedVersion());
        (await RollBackAsync()).ShouldBeOfType<RollBackRecogniserOutcome.NoSuchVersion>();
        (await RollBackAsync("../../elsewhere")).ShouldBeOfType<RollBackRecogniserOutcome.NoSuchVersion>();
    }

    [Fact]
    public async Task What_was_gone_back_from_during_a_training_does_not_come_before_the_new_version()
    {
        await TrainedAsync();
        await CorrectedAsync(["paper kites hold the lantern of the lighthouse near a whale"], ActCodes.Empathy);
        Meanwhile(() => RollBackAsync(RollBackRecogniser.Shipped));

        var second = (await TrainAsync()).ShouldBeOfType<TrainRecogniserOutcome.Trained>().Card;

        Folder.Served(Family, Lang).ShouldBe([second.Version]);
    }

    [Fact]
    public async Task What_cannot_be_read_is_replaced_by_what_ships()
    {
        var card = await TrainedAsync();
        await File.WriteAllTextAsync(Path.Combine(DataFolder, "recognisers", $"{Family}-{Lang}", card.Version, "weights.bin"), "no weights", Cancel);

        var restarted = new PracticeScenes();
        await Service(restarted).LoadAsync(Cancel);

        restarted.Recogniser.VersionOf(Family, Lang).ShouldBe(Recognisers.ShippedVersion());
    }

    [Fact]
    public async Task The_console_counts_what_can_be_learned_and_what_is_new_since()
    {
        await CorrectedAsync([Kites[0]], ActCodes.Restating, consents: false);
        var card = await TrainedAsync();
        await CorrectedAsync([Kites[1]], ActCodes.Restating);

        var own = (await ListAsync(Trainer)).Single(r => r is { Family: Family, Lang: Lang });

        (own.Version, own.Corrections, own.New, own.Withheld).ShouldBe((card.Version, Lanterns.Count + 1, 1, 1));
        own.Versions.ShouldHaveSingleItem().Version.ShouldBe(card.Version);
        (await ListAsync(new TrainerScope(Trainee, IsAdmin: false))).ShouldBeEmpty();
    }

    [Fact]
    public async Task One_training_runs_at_a_time_and_says_how_it_went()
    {
        var gate = new Gate(new TrainRecogniserOutcome.NothingToLearn(3));
        var training = new RecogniserTraining(gate, NullLogger<RecogniserTraining>.Instance);
        Task<StartTrainingOutcome> AskAsync(TrainerScope by) => Fresh(db => new StartRecogniserTrainingHandler(db, training).Handle(new StartRecogniserTraining(Family, Lang, by), Cancel));

        (await AskAsync(new TrainerScope(Trainee, IsAdmin: false))).ShouldBeOfType<StartTrainingOutcome.NotAllowed>();
        (await AskAsync(Trainer)).ShouldBeOfType<StartTrainingOutcome.Started>();
        (await AskAsync(Trainer)).ShouldBeOfType<StartTrainingOutcome.Busy>();
        training.Of(Family, Lang).ShouldBe(new TrainingProgress(Running: true, Outcome: null));

        gate.Open();

        for (var wait = 0; wait < 500 && training.Of(Family, Lang) is { Running: true }; wait++)
            await Task.Delay(10, Cancel);
        training.Of(Family, Lang).ShouldBe(new TrainingProgress(Running: false, new TrainRecogniserOutcome.NothingToLearn(3)));
    }

    private async Task<RecogniserCard> TrainedAsync()
    {
        await CorrectedAsync(Lanterns, ActCodes.Empathy);
        return (await TrainAsync()).ShouldBeOfType<TrainRecogniserOutcome.Trained>().Card;
    }

    private Task<IReadOnlyList<RecogniserView>> ListAsync(TrainerScope by) => Fresh(db =>
        new ListRecognisersHandler(db, Folder, new RecogniserTraining(new Gate(new TrainRecogniserOutcome.Unchanged()), NullLogger<RecogniserTraining>.Instance)).Handle(new ListRecognisers(by), Cancel));

    /// <summary>Answers every message with one outcome, once it is opened.</summary>
    private sealed class Gate(TrainRecogniserOutcome outcome) : IMediator
    {
        private readonly TaskCompletionSource _opened = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public void Open() => _opened.SetResult();

        public async Task<TResponse> Send<TResponse>(IRequest<TResponse> request, CancellationToken cancellationToken = default)
        {
            await _opened.Task;
            return (TResponse)(object)outcome;
        }

        public Task Publish<TNotification>(TNotification notification, CancellationToken cancellationToken = default)
            where TNotification : INotification => Task.CompletedTask;
    }
}
