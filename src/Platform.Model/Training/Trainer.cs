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
/// <remarks>fp32 on the processor. A step does the same on every machine of one kind with the same number of threads; a run that was stopped or killed goes on as if it had not been.</remarks>
public static class Trainer
{
    private const int MostSkipped = 10;

    /// <summary>Starts a run.</summary>
    /// <param name="variables">What <c>${NAME}</c> in the recipe stands for.</param>
    /// <param name="folder">Of the run; must be empty.</param>
    /// <param name="tell">Hears of progress.</param>
    /// <exception cref="RecipeException">The recipe cannot be used.</exception>
    public static TrainingResult Start(string recipe, IReadOnlyDictionary<string, string> variables, string folder, Action<string> tell, CancellationToken cancellationToken)
    {
        var read = RecipeFile.Read<TrainingRecipe>(recipe, variables);
        return Run(TrainingRun.Create(folder, read), read, tell, cancellationToken);
    }

    /// <summary>Goes on with a run from its latest checkpoint.</summary>
    /// <param name="steps">A new number of steps in all, or null for the recipe's.</param>
    /// <param name="decay">Steps of the fall at the end, or null for the recipe's.</param>
    public static TrainingResult Resume(string folder, int? steps, int? decay, Action<string> tell, CancellationToken cancellationToken)
    {
        var run = new TrainingRun(folder);
        var recipe = run.ReadRecipe();
        recipe.Train.Steps = steps ?? recipe.Train.Steps;
        recipe.Train.Decay = decay ?? recipe.Train.Decay;
        run.Write(recipe);
        return Run(run, recipe, tell, cancellationToken);
    }

    /// <summary>Makes a run of its own out of another's latest checkpoint, which comes to its end in so many steps: the run it came from can go on.</summary>
    public static TrainingResult Branch(string from, string folder, int decay, Action<string> tell, CancellationToken cancellationToken)
    {
        var origin = new TrainingRun(from);
        var recipe = origin.ReadRecipe();
        var (checkpoint, state) = origin.Latest() ?? throw new RecipeException($"The run in {from} has no checkpoint yet.");
        (recipe.Train.Steps, recipe.Train.Decay) = (state.Step + decay, decay);
        var run = TrainingRun.Create(folder, recipe);
        var copy = Directory.CreateDirectory(Path.Combine(folder, "checkpoints", Path.GetFileName(checkpoint)));
        foreach (var file in Directory.GetFiles(checkpoint))
            File.Copy(file, Path.Combine(copy.FullName, Path.GetFileName(file)));
        return Run(run, recipe, tell, cancellationToken);
    }

    private static TrainingResult Run(TrainingRun run, TrainingRecipe recipe, Action<string> tell, CancellationToken cancellationToken)
    {
        TorchNative.EnsureLoaded();
        var threads = recipe.Train.Threads > 0 ? recipe.Train.Threads : Environment.ProcessorCount;
        set_num_threads(threads);
        var tokenizer = recipe.Model.Tokenizer ?? recipe.Model.From ?? throw new RecipeException("The recipe names neither model.from nor model.tokenizer.");
        var encoder = new RowEncoder(tokenizer, recipe.Data);
        var blocks = TokenBlocks.Of(Rows(recipe.Data.Train, recipe, encoder), recipe.Data.BlockTokens, recipe.Data.Packing, encoder.End);
        if (blocks.Count == 0)
            throw new RecipeException($"The training files hold fewer than {recipe.Data.BlockTokens} tokens; give more data or smaller blocks.");
        var heldOut = new HeldOutLoss(Rows(recipe.Data.Dev, recipe, encoder), recipe.Data, encoder.End, recipe.Eval.Blocks);
        var latest = run.Latest();
        using var start = latest is { } found ? CheckpointReader.Open(found.Folder).ReadWeights(ComputeDevice.Processor, ScalarType.Float32) : Starting(recipe, encoder);
        using var network = new TrainedNetwork(start);
        using var optimizer = new OptimizerState(network.Parameters);
        var state = latest?.State ?? new TrainingState(0, 0, 0, 0);
        if (latest is { } place)
            optimizer.Read(Path.Combine(place.Folder, "optimizer.safetensors"));
        run.CutLog(state.Step);
        tell($"{network.Config.Parameters / 1e6:N1} M parameters, {blocks.Count:N0} blocks of {recipe.Data.BlockTokens} tokens ({blocks.Targets:N0} count), {threads} threads; step {state.Step} of {recipe.Train.Steps}");

        var order = new BlockOrder(blocks.Count, recipe.Train.Seed);
        var (stopped, smoothed) = (false, double.NaN);
        while (state.Step < recipe.Train.Steps && !stopped)
        {
            var watch = Stopwatch.StartNew();
            var rate = LearningRateSchedule.At(recipe.Train, state.Step);
            var step = Step(network, optimizer, blocks, order, recipe.Train, state.Step, rate);
            state = state with { Step = state.Step + 1, Tokens = state.Tokens + step.Counted, Seconds = state.Seconds + watch.Elapsed.TotalSeconds, Skipped = state.Skipped + (step.Usable ? 0 : 1) };
            if (state.Skipped > MostSkipped)
                throw new RecipeException($"The loss was no number in {state.Skipped} steps. Lower train.learningRate.");
            smoothed = double.IsNaN(smoothed) || !step.Usable ? step.Loss : smoothed * 0.95 + step.Loss * 0.05;
            run.Append(Line(state, recipe, step, rate, watch.Elapsed.TotalSeconds));
            tell($"{state.Step}/{recipe.Train.Steps}  loss {step.Loss:N3} (smoothed {smoothed:N3})  rate {rate:0.0e-0}  norm {step.Norm:N2}  {step.Counted / watch.Elapsed.TotalSeconds:N0} tokens/s  left {TimeSpan.FromSeconds((recipe.Train.Steps - state.Step) * state.Seconds / state.Step):d\\.hh\\:mm\\:ss}");
            if (recipe.Eval.Every > 0 && state.Step % recipe.Eval.Every == 0 && state.Step < recipe.Train.Steps)
                Tell(heldOut.Measure(network, cancellationToken), state, run, tell);
            stopped = cancellationToken.IsCancellationRequested;
            if (stopped || state.Step % recipe.Train.CheckpointEvery == 0 || state.Step == recipe.Train.Steps)
                run.Save(network, optimizer, state, tokenizer, recipe.Train.Keep);
        }

        if (stopped)
            return new TrainingResult(state.Step, state.Tokens, null);
        Tell(heldOut.Measure(network, CancellationToken.None), state, run, tell);
        if (Directory.Exists(run.Model))
            Directory.Delete(run.Model, recursive: true);
        using (var half = network.Weights.Map(tensor => tensor.detach().to(ScalarType.Float16).DetachFromDisposeScope()))
            CheckpointWriter.Write(run.Model, half, tokenizer);
        return new TrainingResult(state.Step, state.Tokens, run.Model);
    }

    private static DecoderWeights Starting(TrainingRecipe recipe, RowEncoder encoder)
    {
        if (recipe.Model.From is { } from)
            return CheckpointReader.Open(from).ReadWeights(ComputeDevice.Processor, ScalarType.Float32);
        var model = recipe.Model;
        try
        {
            return TrainedNetwork.Fresh(new DecoderConfig
            {
                Family = DecoderFamily.Qwen3,
                VocabularySize = encoder.VocabularySize,
                Width = model.Width,
                Layers = model.Layers,
                QueryHeads = model.QueryHeads,
                KeyValueHeads = model.KeyValueHeads,
                HeadSize = model.HeadSize,
                FeedForwardWidth = model.FeedForwardWidth,
                Context = model.Context,
                NormEpsilon = 1e-6,
                RotaryBase = model.RotaryBase,
                TiedHead = true,
                QueryKeyNorm = true,
            }.Checked(), recipe.Train.Seed);
        }
        catch (InvalidDataException wrong)
        {
            throw new RecipeException($"The recipe's model cannot be built. {wrong.Message}", wrong);
        }
    }

    private static IEnumerable<TrainingRow> Rows(List<string> files, TrainingRecipe recipe, RowEncoder encoder) => files.SelectMany(CorpusFile.Read)
        .Where(document => recipe.Data.Sources.Count == 0 || recipe.Data.Sources.Contains(document.Source, StringComparer.Ordinal)).Select(encoder.Encode);

    /// <summary>One step of the optimizer: the gradients of several batches together are those of one large batch, because all are divided by the same number of tokens.</summary>
    private static StepResult Step(TrainedNetwork network, OptimizerState optimizer, TokenBlocks blocks, BlockOrder order, TrainPart train, int step, double rate)
    {
        List<List<TokenBlock>> parts = [];
        for (var part = 0; part < train.Accumulation; part++)
            parts.Add([.. Enumerable.Range(0, train.Batch).Select(i => blocks[order.At(((long)step * train.Accumulation + part) * train.Batch + i)])]);
        var counted = parts.Sum(part => part.Sum(block => block.Counted));
        var loss = 0.0;
        foreach (var part in parts)
        {
            using var scope = NewDisposeScope();
            var batch = TokenBatch.Of(part);
            if (batch.Counted == 0)
                continue;
            var mean = network.Loss(batch).div(counted);
            mean.backward();
            loss += mean.item<float>();
        }

        var norm = optimizer.Step(rate, train);
        return new StepResult(loss, norm, counted, double.IsFinite(norm) && double.IsFinite(loss));
    }

    /// <summary>The fields that tools for training logs look for, after LLaMA-Factory's trainer_log.jsonl.</summary>
    private static object Line(TrainingState state, TrainingRecipe recipe, StepResult step, double rate, double seconds) => new
    {
        step = state.Step,
        total = recipe.Train.Steps,
        loss = step.Usable ? step.Loss : (double?)null,
        lr = rate,
        gradNorm = double.IsFinite(step.Norm) ? step.Norm : (double?)null,
        percentage = Math.Round(100.0 * state.Step / recipe.Train.Steps, 2),
        elapsed = Math.Round(state.Seconds, 1),
        remaining = Math.Round((recipe.Train.Steps - state.Step) * state.Seconds / state.Step, 1),
        throughput = Math.Round(step.Counted / seconds),
        tokens = state.Tokens,
    };

    private static void Tell(IReadOnlyList<HeldOut> measured, TrainingState state, TrainingRun run, Action<string> tell)
    {
        if (measured.Count == 0)
            return;
        var all = measured.Sum(one => one.Loss * one.Tokens) / measured.Sum(one => one.Tokens);
        run.Append(new { step = state.Step, evalLoss = all, sources = measured });
        tell($"held out: {all:N3} nats/token; bits per character: {string.Join(", ", measured.Select(one => $"{one.Source} {one.BitsPerCharacter:N2}"))}");
    }

    private sealed record StepResult(double Loss, double Norm, int Counted, bool Usable);
}

/// <param name="Model">Folder of the finished model; null when the run was stopped before its end.</param>
public sealed record TrainingResult(int Steps, long Tokens, string? Model);
