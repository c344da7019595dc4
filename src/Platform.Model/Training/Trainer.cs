using System.Diagnostics;
using Platform.Model.Architectures;
using Platform.Model.Checkpoints;
using Platform.Model.Corpus;
using Platform.Model.Recipes;
using Platform.Model.Tensors;
using Platform.Model.Tokenization;
using TorchSharp;
using static TorchSharp.torch;

namespace Platform.Model.Training;

/// <summary>Trains a decoder by a recipe: the loop.</summary>
/// <remarks>fp32 on the processor. A step does the same on every machine of one kind with the same number of threads; a run that was stopped or killed goes on from its latest checkpoint (see docs/training.md on when to the same bits).</remarks>
internal static class Trainer
{
    private const int MostSkipped = 10;

    /// <summary>Starts a run.</summary>
    /// <param name="variables">What <c>${NAME}</c> in the recipe stands for.</param>
    /// <param name="folder">Of the run; must be empty.</param>
    /// <param name="tell">Hears of progress.</param>
    /// <exception cref="RecipeException">The recipe cannot be used.</exception>
    public static TrainingResult Start(string recipe, IReadOnlyDictionary<string, string> variables, string folder, ObjectiveOf objective, Action<string> tell, CancellationToken cancellationToken)
    {
        var read = RecipeFile.Read<TrainingRecipe>(recipe, variables);
        return Run(TrainingRun.Create(folder, read), read, objective, tell, cancellationToken);
    }

    /// <summary>Goes on with a run from its latest checkpoint.</summary>
    /// <param name="steps">A new number of steps in all, or null for the recipe's.</param>
    /// <param name="decay">Steps of the fall at the end, or null for the recipe's.</param>
    public static TrainingResult Resume(string folder, int? steps, int? decay, ObjectiveOf objective, Action<string> tell, CancellationToken cancellationToken)
    {
        var run = new TrainingRun(folder);
        var recipe = run.ReadRecipe();
        recipe.Train.Steps = steps ?? recipe.Train.Steps;
        recipe.Train.Decay = decay ?? recipe.Train.Decay;
        run.Write(recipe);
        return Run(run, recipe, objective, tell, cancellationToken);
    }

    /// <summary>Makes a run of its own out of another's latest checkpoint, which comes to its end in so many steps: the run it came from can go on.</summary>
    public static TrainingResult Branch(string from, string folder, int decay, ObjectiveOf objective, Action<string> tell, CancellationToken cancellationToken)
    {
        var origin = new TrainingRun(from);
        var recipe = origin.ReadRecipe();
        var (checkpoint, state) = origin.Latest() ?? throw new RecipeException($"The run in {from} has no checkpoint yet.");
        (recipe.Train.Steps, recipe.Train.Decay) = (state.Step + decay, decay);
        var run = TrainingRun.Create(folder, recipe);
        var copy = Directory.CreateDirectory(Path.Combine(folder, "checkpoints", Path.GetFileName(checkpoint)));
        foreach (var file in Directory.GetFiles(checkpoint))
            File.Copy(file, Path.Combine(copy.FullName, Path.GetFileName(file)));
        return Run(run, recipe, objective, tell, cancellationToken);
    }

    private static TrainingResult Run(TrainingRun run, TrainingRecipe recipe, ObjectiveOf objective, Action<string> tell, CancellationToken cancellationToken)
    {
        while (true)
        {
            var (stage, until) = LengthStages.At(recipe, run.Latest()?.State.Step ?? 0);
            var result = Run(run, stage, until, objective, tell, cancellationToken);
            if (result.Model is not null || cancellationToken.IsCancellationRequested)
                return result;
        }
    }

    private static TrainingResult Run(TrainingRun run, TrainingRecipe recipe, int until, ObjectiveOf objectiveOf, Action<string> tell, CancellationToken cancellationToken)
    {
        if (recipe.Train.Average is < 0 or >= 1)
            throw new RecipeException(string.Create(System.Globalization.CultureInfo.InvariantCulture, $"train.average is {recipe.Train.Average}; it must be at least 0 (none) and below 1, for example 0.999."));
        TorchNative.EnsureLoaded();
        var threads = recipe.Train.Threads > 0 ? recipe.Train.Threads : Environment.ProcessorCount;
        set_num_threads(threads);
        var tokenizer = recipe.Model.Tokenizer ?? recipe.Model.From ?? recipe.Distill?.Teacher ?? throw new RecipeException("The recipe names neither model.from nor model.tokenizer.");
        var encoder = new RowEncoder(tokenizer, recipe.Data);
        var heldOut = new HeldOutLoss(TrainingRows.Read(recipe.Data.Dev, recipe.Data, encoder), recipe.Data, encoder.End, recipe.Eval.Blocks);
        using var objective = objectiveOf(new TrainingTask(recipe, encoder, heldOut));
        var latest = run.Latest();
        using var network = Network(recipe, encoder, objective, latest?.Folder, tell);
        using var optimizer = new OptimizerState(network.Parameters);
        using var average = recipe.Train.Average > 0 ? new AveragedWeights(network.Parameters) : null;
        var state = latest?.State ?? new TrainingState(0, 0, 0, 0);
        if (latest is { } place)
        {
            optimizer.Read(Path.Combine(place.Folder, TrainingRun.OptimizerName));
            average?.Read(Path.Combine(place.Folder, TrainingRun.AverageName));
        }

        run.CutLog(state.Step);
        var patience = new Patience(recipe.Eval.Patience, run.Measured());
        var limit = MatrixRate.Measure();
        tell($"{network.Config.Parameters / 1e6:N1} M parameters, {network.Parameters.Sum(parameter => parameter.numel()) / 1e6:N1} M learn; {objective.Description}; {threads} threads; step {state.Step} of {recipe.Train.Steps}");

        var order = new BlockOrder(objective.Examples, recipe.Train.Seed);
        WarmUp(network, objective, order, recipe.Train, state.Step);
        var (stopped, enough, smoothed) = (false, patience.Spent, double.NaN);
        while (state.Step < until && !stopped && !enough)
        {
            var watch = Stopwatch.StartNew();
            var plan = objective.At(state.Step, network);
            var step = Step(network, optimizer, objective, order, recipe.Train, state.Step, plan);
            state = state with { Step = state.Step + 1, Tokens = state.Tokens + step.Totals.Counted, Seconds = state.Seconds + watch.Elapsed.TotalSeconds, Skipped = state.Skipped + (step.Usable ? 0 : 1) };
            if (state.Skipped > MostSkipped)
                throw new RecipeException($"The loss was no number in {state.Skipped} steps. Lower train.learningRate.");
            if (step.Usable)
                average?.Add(recipe.Train.Average, state.Step - 1);
            smoothed = double.IsNaN(smoothed) || !step.Usable ? step.Loss : smoothed * 0.95 + step.Loss * 0.05;
            var (seconds, share) = (watch.Elapsed.TotalSeconds, objective.Operations(network, step.Totals) / watch.Elapsed.TotalSeconds / limit);
            run.Append(Line(state, recipe, step, plan.Rate, seconds, share));
            tell($"{state.Step}/{recipe.Train.Steps}  loss {step.Loss:N3} (smoothed {smoothed:N3}){InWords(step.Parts)}  rate {plan.Rate:0.0e-0}  norm {step.Norm:N2}  {step.Totals.Counted / seconds:N0} tokens/s{(share > 0 ? $" ({share:P0} of the matmul rate)" : "")}  left {TimeSpan.FromSeconds((recipe.Train.Steps - state.Step) * state.Seconds / state.Step):d\\.hh\\:mm\\:ss}");
            if (recipe.Eval.Every > 0 && state.Step % recipe.Eval.Every == 0 && state.Step < recipe.Train.Steps)
                Shown(average, () => enough = Measure(cancellationToken));
            stopped = cancellationToken.IsCancellationRequested;
            if (stopped || state.Step % recipe.Train.CheckpointEvery == 0 || state.Step == until)
                run.Save(network, optimizer, average, state, recipe, tokenizer);
        }

        var done = enough || state.Step >= recipe.Train.Steps;
        if (done && !enough && !stopped)
            Shown(average, () =>
            {
                Measure(CancellationToken.None);
                if (!patience.HasBest)
                    TrainingRun.SaveModel(network, recipe, tokenizer, run.Model);
            });
        LossCurve.Write(run.Log, run.Curve);
        if (stopped || !done)
            return new TrainingResult(state.Step, state.Tokens, null);
        if (patience.HasBest)
            run.TakeBest();
        return new TrainingResult(state.Step, state.Tokens, run.Model);

        // Whether the recipe's patience is spent.
        bool Measure(CancellationToken stop)
        {
            var measured = heldOut.Measure(network, stop);
            if (measured.Count == 0)
                return false;
            var all = HeldOutLoss.Mean(measured);
            run.Append(new { step = state.Step, evalLoss = all, sources = measured });
            tell($"held out: {all:N3} nats/token; bits per character: {string.Join(", ", measured.Select(one => $"{one.Source} {one.BitsPerCharacter:N2}"))}");
            if (patience.IsBest(all) && patience.HasBest)
                TrainingRun.SaveModel(network, recipe, tokenizer, run.Best);
            if (patience.Spent)
                tell($"Nothing better in {recipe.Eval.Patience} measurements: the best, {patience.Best:N3}, is taken.");
            return patience.Spent;
        }
    }

    /// <summary>From the latest checkpoint, or as the recipe starts.</summary>
    private static TrainedNetwork Network(TrainingRecipe recipe, RowEncoder encoder, IObjective objective, string? checkpoint, Action<string> tell)
    {
        if (recipe.Model.Adapter is { } part)
        {
            using var foundation = CheckpointReader.Open(recipe.Model.From ?? throw new RecipeException("model.adapter changes a checkpoint: name it in model.from.")).ReadWeights(ComputeDevice.Processor, ScalarType.Float32);
            return new TrainedNetwork(foundation, adapter: checkpoint is null ? TrainedAdapter.Fresh(foundation, part, recipe.Train.Seed) : TrainedAdapter.Read(checkpoint, foundation.Config));
        }

        using var start = checkpoint is null ? objective.Start(tell) ?? StartingWeights.Of(recipe.Model, encoder.VocabularySize, recipe.Train.Seed) : CheckpointReader.Open(checkpoint).ReadWeights(ComputeDevice.Processor, ScalarType.Float32);
        return new TrainedNetwork(start);
    }

    /// <summary>Computes and forgets: a script's first calls run unoptimized, with other roundings, and would make a resumed run differ from an unbroken one.</summary>
    private static void WarmUp(TrainedNetwork network, IObjective objective, BlockOrder order, TrainPart train, int step)
    {
        int[] part = [.. Enumerable.Range(0, train.Batch).Select(i => order.At((long)step * train.Accumulation * train.Batch + i))];
        for (var time = 0; time < 3; time++)
        {
            using var scope = NewDisposeScope();
            objective.Loss(network, part, objective.Totals(part), step, new LossParts())?.backward();
            foreach (var parameter in network.Parameters)
                parameter.grad = null;
        }
    }

    /// <summary>One step of the optimizer: the gradients of several batches together are those of one large batch, because all are divided by the same number of tokens.</summary>
    private static StepResult Step(TrainedNetwork network, OptimizerState optimizer, IObjective objective, BlockOrder order, TrainPart train, int step, StepPlan plan)
    {
        var first = (long)step * train.Accumulation * train.Batch;
        List<int> all = [.. Enumerable.Range(0, train.Accumulation * train.Batch).Select(i => order.At(first + i))];
        var (totals, parts, loss) = (objective.Totals(all), new LossParts(), 0.0);
        foreach (var part in all.Chunk(train.Batch))
        {
            using var scope = NewDisposeScope();
            if (objective.Loss(network, part, totals, step, parts) is not { } share)
                continue;
            share.backward();
            loss += share.item<float>();
        }

        var norm = optimizer.Step(plan.Rate, train, plan.Moves);
        return new StepResult(loss, norm, totals, double.IsFinite(norm) && double.IsFinite(loss), parts.Sums);
    }

    private static string InWords(IReadOnlyDictionary<string, double> parts) => parts.Count == 0 ? "" : $" = {string.Join(", ", parts.Select(part => $"{part.Key} {part.Value:N3}"))}";

    /// <summary>The fields that tools for training logs look for, after LLaMA-Factory's trainer_log.jsonl.</summary>
    private static object Line(TrainingState state, TrainingRecipe recipe, StepResult step, double rate, double seconds, double share) => new
    {
        step = state.Step,
        total = recipe.Train.Steps,
        loss = step.Usable ? step.Loss : (double?)null,
        parts = step.Parts.Count > 0 && step.Usable ? step.Parts : null,
        lr = rate,
        gradNorm = double.IsFinite(step.Norm) ? step.Norm : (double?)null,
        percentage = Math.Round(100.0 * state.Step / recipe.Train.Steps, 2),
        elapsed = Math.Round(state.Seconds, 1),
        remaining = Math.Round((recipe.Train.Steps - state.Step) * state.Seconds / state.Step, 1),
        throughput = Math.Round(step.Totals.Counted / seconds),
        tokens = state.Tokens,
        matmulShare = share > 0 ? Math.Round(share, 3) : (double?)null,
        memory = Environment.WorkingSet,
    };

    private static void Shown(AveragedWeights? average, Action action)
    {
        if (average is null)
            action();
        else
            average.Shown(action);
    }

    private sealed record StepResult(double Loss, double Norm, StepTotals Totals, bool Usable, IReadOnlyDictionary<string, double> Parts);
}

/// <summary>Makes a run's objective.</summary>
internal delegate IObjective ObjectiveOf(TrainingTask task);

/// <summary>What an objective is made of.</summary>
internal sealed record TrainingTask(TrainingRecipe Recipe, RowEncoder Encoder, HeldOutLoss HeldOut);

/// <param name="Model">Folder of the finished model; null when the run was stopped before its end.</param>
public sealed record TrainingResult(int Steps, long Tokens, string? Model);
