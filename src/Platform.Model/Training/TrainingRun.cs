using System.Globalization;
using System.Text.Json;
using Platform.Model.Checkpoints;
using Platform.Model.Recipes;
using TorchSharp;
using static TorchSharp.torch;

namespace Platform.Model.Training;

/// <summary>The folder of a run: its recipe, its log, its checkpoints, and at the end the model.</summary>
/// <remarks>A checkpoint is a whole model folder with the optimizer beside it. It appears under its name when all of it is on disk, so that a run that is killed goes on from the one before.</remarks>
internal sealed class TrainingRun(string folder)
{
    public const string OptimizerName = "optimizer.safetensors";
    public const string AverageName = "average.safetensors";
    private const string RecipeName = "recipe.yaml";
    private const string StateName = "state.json";
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    public string Folder => folder;

    public string Model => Path.Combine(folder, "model");

    /// <summary>The best model so far, where the recipe has patience.</summary>
    public string Best => Path.Combine(folder, "best");

    public string Curve => Path.Combine(folder, "loss.svg");

    public string Log => Path.Combine(folder, "trainer_log.jsonl");

    private string Checkpoints => Path.Combine(folder, "checkpoints");

    /// <exception cref="RecipeException">The folder is in use.</exception>
    public static TrainingRun Create(string folder, TrainingRecipe recipe)
    {
        if (Directory.Exists(folder) && Directory.EnumerateFileSystemEntries(folder).Any())
            throw new RecipeException($"The folder {folder} is not empty. Choose another with --output, or go on with: platform resume {folder}");
        var run = new TrainingRun(folder);
        Directory.CreateDirectory(run.Checkpoints);
        run.Write(recipe);
        return run;
    }

    public void Write(TrainingRecipe recipe) => File.WriteAllText(Path.Combine(folder, RecipeName), RecipeFile.Write(recipe));

    /// <exception cref="RecipeException">There is no run in the folder.</exception>
    public TrainingRecipe ReadRecipe() => File.Exists(Path.Combine(folder, RecipeName))
        ? RecipeFile.Read<TrainingRecipe>(Path.Combine(folder, RecipeName), new Dictionary<string, string>(StringComparer.Ordinal))
        : throw new RecipeException($"There is no run in {folder}: it has no {RecipeName}.");

    /// <summary>The latest checkpoint and where the run stood, or null before the first.</summary>
    public (string Folder, TrainingState State)? Latest()
    {
        var folders = Directory.Exists(Checkpoints) ? Directory.GetDirectories(Checkpoints, "step-*").Where(path => File.Exists(Path.Combine(path, StateName))) : [];
        return folders.Max(StringComparer.Ordinal) is { } latest ? (latest, JsonSerializer.Deserialize<TrainingState>(File.ReadAllText(Path.Combine(latest, StateName)), Json)!) : null;
    }

    public void Save(TrainedNetwork network, OptimizerState optimizer, AveragedWeights? average, TrainingState state, TrainingRecipe recipe, string tokenizer)
    {
        var place = Path.Combine(Checkpoints, string.Create(CultureInfo.InvariantCulture, $"step-{state.Step:00000000}"));
        var aside = place + ".writing";
        if (Directory.Exists(aside))
            Directory.Delete(aside, recursive: true);
        WriteModel(aside, network, recipe, tokenizer);
        optimizer.Write(Path.Combine(aside, OptimizerName));
        average?.Write(Path.Combine(aside, AverageName));
        using (var file = new FileStream(Path.Combine(aside, StateName), FileMode.Create))
        {
            JsonSerializer.Serialize(file, state, Json);
            file.Flush(flushToDisk: true);
        }

        if (Directory.Exists(place))
            Directory.Delete(place, recursive: true);
        Directory.Move(aside, place);
        foreach (var old in Directory.GetDirectories(Checkpoints, "step-*").Where(path => !path.EndsWith(".writing", StringComparison.Ordinal)).OrderDescending(StringComparer.Ordinal).Skip(Math.Max(1, recipe.Train.Keep)))
            Directory.Delete(old, recursive: true);
    }

    /// <summary>A finished model, half precision: a checkpoint, or the adapter alone.</summary>
    public static void SaveModel(TrainedNetwork network, TrainingRecipe recipe, string tokenizer, string place)
    {
        if (Directory.Exists(place))
            Directory.Delete(place, recursive: true);
        using var half = network.Weights.Map(tensor => tensor.detach().to(ScalarType.Float16).DetachFromDisposeScope());
        if (network.Adapter is null)
            CheckpointWriter.Write(place, half, tokenizer);
        else
            WriteModel(place, network, recipe, tokenizer);
    }

    /// <summary>The best model becomes the run's.</summary>
    public void TakeBest()
    {
        if (Directory.Exists(Model))
            Directory.Delete(Model, recursive: true);
        Directory.CreateDirectory(Model);
        foreach (var file in Directory.GetFiles(Best))
            File.Copy(file, Path.Combine(Model, Path.GetFileName(file)));
    }

    private static void WriteModel(string place, TrainedNetwork network, TrainingRecipe recipe, string tokenizer)
    {
        if (network.Adapter is { } adapter)
            AdapterWriter.Write(place, adapter.Changes, recipe.Model.Adapter!.Alpha, recipe.Model.Adapter.RankStabilised, recipe.Model.From!);
        else
            CheckpointWriter.Write(place, network.Weights, tokenizer);
    }

    /// <summary>Drops what was logged after a checkpoint: those steps are computed again.</summary>
    public void CutLog(int step)
    {
        if (!File.Exists(Log))
            return;
        var kept = File.ReadLines(Log).Where(line => line.EndsWith('}')).Where(line => JsonDocument.Parse(line).RootElement.GetProperty("step").GetInt32() <= step).ToList();
        File.WriteAllLines(Log, kept);
    }

    /// <summary>Losses on what is held out, as logged so far.</summary>
    public IReadOnlyList<double> Measured() => !File.Exists(Log) ? [] : [.. File.ReadLines(Log).Select(line => JsonDocument.Parse(line).RootElement)
        .Where(line => line.TryGetProperty("evalLoss", out _)).Select(line => line.GetProperty("evalLoss").GetDouble())];

    public void Append(object line) => File.AppendAllText(Log, JsonSerializer.Serialize(line, JsonSerializerOptions.Web) + "\n");
}

/// <summary>Where a run stands.</summary>
/// <param name="Step">Steps that are done.</param>
/// <param name="Tokens">Tokens that counted in them.</param>
/// <param name="Seconds">Spent in them.</param>
/// <param name="Skipped">Steps without a usable gradient.</param>
internal sealed record TrainingState(int Step, long Tokens, double Seconds, int Skipped);
