using System.CommandLine;
using System.Globalization;
using System.Runtime.InteropServices;
using Platform.Model.Methods;
using Platform.Model.Tensors;
using Platform.Model.Training;

namespace Platform.Bots.Operations.Commands;

/// <summary><c>platform train RECIPE</c> and <c>platform resume RUN</c>.</summary>
internal static class TrainCommand
{
    public static Command Create() => Create("train", "Trains a model by a recipe: from nothing, on from a checkpoint, or whatever else the recipe asks for. Ctrl+C stops it at a checkpoint.", null);

    public static Command FineTune() => Create("sft", "Fine-tunes a checkpoint, or an adapter of it, on what the assistant says in dialogues.", TrainingKind.FineTuning);

    public static Command Distill() => Create("distill", "Makes a student of a teacher.", TrainingKind.Distillation);

    public static Command Prefer() => Create("pref", "Trains a checkpoint on what people preferred.", TrainingKind.Preference);

    private static Command Create(string name, string description, TrainingKind? kind)
    {
        var recipe = new Argument<string>("recipe") { Description = "A YAML file; see docs/training.md." };
        var set = RecipeVariables.Option();
        var output = new Option<string>("--output") { Description = "Folder of the run; must be empty.", Required = true };
        var command = new Command(name, description) { recipe, set, output };
        command.SetAction((parsed, cancellationToken) => CommandLine.Guarded(() =>
            RunAsync((tell, stop) => TrainingMethods.Start(parsed.GetValue(recipe)!, RecipeVariables.Of(parsed, set), parsed.GetValue(output)!, kind, tell, stop), cancellationToken)));
        return command;
    }

    public static Command Resume()
    {
        var run = new Argument<string>("run") { Description = "Folder of a run." };
        var steps = new Option<int?>("--steps") { Description = "A new number of steps in all." };
        var decay = new Option<int?>("--decay") { Description = "Steps in which the learning rate falls at the end." };
        var branch = new Option<string?>("--branch") { Description = "Folder of a new run that comes to its end within --decay steps, while this one can go on." };
        var command = new Command("resume", "Goes on with a run from its latest checkpoint.") { run, steps, decay, branch };
        command.SetAction((parsed, cancellationToken) => CommandLine.Guarded(() => RunAsync((tell, stop) => parsed.GetValue(branch) is { } folder
            ? TrainingMethods.Branch(parsed.GetValue(run)!, folder, parsed.GetValue(decay) ?? 200, tell, stop)
            : TrainingMethods.Resume(parsed.GetValue(run)!, parsed.GetValue(steps), parsed.GetValue(decay), tell, stop), cancellationToken)));
        return command;
    }

    private static async Task<int> RunAsync(Func<Action<string>, CancellationToken, TrainingResult> train, CancellationToken cancellationToken)
    {
        TorchMemory.Keep();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
        var result = await Task.Factory.StartNew(() => train(TellOf(), stop.Token), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        await Console.Out.WriteLineAsync(result.Model is { } folder ? $"{result.Steps} steps, {result.Tokens:N0} tokens; the model is in {folder}" : $"Stopped after {result.Steps} steps; go on with: platform resume");
        return result.Model is null ? 3 : 0;

        // every step is in trainer_log.jsonl; here one in ten is enough
        static Action<string> TellOf() => line =>
        {
            if (line.IndexOf('/', StringComparison.Ordinal) is not (> 0 and var slash) || !int.TryParse(line.AsSpan(0, slash), CultureInfo.InvariantCulture, out var step) || step % 10 == 0)
                Console.Out.WriteLine(line);
        };

        void Stop(PosixSignalContext signal)
        {
            signal.Cancel = true;
            stop.Cancel();
        }
    }
}
