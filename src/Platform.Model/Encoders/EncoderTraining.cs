using System.Text.Json;
using Platform.Model.Recipes;
using Platform.Model.Tensors;
using Platform.Model.Tokenization;
using Platform.Model.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace Platform.Model.Encoders;

/// <summary>Trains a <see cref="StaticEncoder"/> so that texts that belong together lie close and others do not.</summary>
/// <remarks>InfoNCE over the batch, both ways. Source: van den Oord et al. 2018, arXiv:1807.03748; Gao et al. 2021, "SimCSE", arXiv:2104.08821.</remarks>
public static class EncoderTraining
{
    private static readonly string[] TokenizerFiles = ["tokenizer.json", "tokenizer_config.json"];

    /// <param name="folder">Must be empty.</param>
    /// <exception cref="RecipeException">The recipe or a file cannot be used.</exception>
    public static void Run(string recipe, IReadOnlyDictionary<string, string> variables, string folder, Action<string> tell, CancellationToken cancellationToken)
    {
        TorchNative.EnsureLoaded();
        var read = RecipeFile.Read<EncoderRecipe>(recipe, variables);
        if (Directory.Exists(folder) && Directory.EnumerateFileSystemEntries(folder).Any())
            throw new RecipeException($"The folder {folder} is not empty. Choose another.");
        if (read.Pairs.Count == 0)
            throw new RecipeException("The recipe names no pairs.");
        set_num_threads(read.Threads > 0 ? read.Threads : Environment.ProcessorCount);
        var tokenizer = TextTokenizer.Read(read.Tokenizer);
        var sources = read.Pairs.ConvertAll(source => new EncoderPairs(source, tokenizer));

        random.manual_seed(read.Seed);
        using var vectors = randn(tokenizer.VocabularySize, read.Width).mul_(0.1).requires_grad_(true).DetachFromDisposeScope();
        using var weights = zeros(tokenizer.VocabularySize, 1).requires_grad_(true).DetachFromDisposeScope(); // logarithms
        using var optimizer = new OptimizerState([vectors, weights]);
        var train = new TrainPart { Steps = read.Steps, LearningRate = read.LearningRate, Schedule = ScheduleKind.Cosine, Warmup = Math.Max(1, read.Steps / 30), Floor = 0.01, WeightDecay = 0, Beta2 = 0.98 };
        var chance = new Random(read.Seed);
        var smoothed = double.NaN;
        for (var step = 0; step < read.Steps; step++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            using var scope = NewDisposeScope();
            var source = Choose(sources, chance);
            var pairs = Enumerable.Range(0, read.Batch).Select(number => source.Draw(chance, number)).ToList();
            var one = Embed(vectors, weights, pairs.Select(pair => pair.One), chance, read.Dropout);
            var other = Embed(vectors, weights, pairs.Select(pair => pair.Other), chance, read.Dropout);
            var cosines = one.matmul(other.t()).div(KeptScalars.Of(read.Temperature)) + SameGroup(pairs);
            var places = arange(read.Batch);
            var loss = (nn.functional.cross_entropy(cosines, places) + nn.functional.cross_entropy(cosines.t(), places)).div(KeptScalars.Of(2));
            loss.backward();
            var value = loss.item<float>();
            optimizer.Step(LearningRateSchedule.At(train, step), train);
            smoothed = double.IsNaN(smoothed) ? value : smoothed * 0.98 + value * 0.02;
            if ((step + 1) % 100 == 0)
                tell($"{step + 1}/{read.Steps}  loss {smoothed:N3}");
        }

        Write(folder, read, vectors, weights);
    }

    private static EncoderPairs Choose(List<EncoderPairs> sources, Random chance)
    {
        var left = chance.NextDouble() * sources.Sum(source => source.Weight);
        return sources.Find(source => (left -= source.Weight) < 0) ?? sources[^1];
    }

    /// <returns>Unit vectors, shape (texts, width).</returns>
    private static Tensor Embed(Tensor vectors, Tensor weights, IEnumerable<int[]> texts, Random chance, double dropout)
    {
        var (ids, rows, count) = (new List<long>(), new List<long>(), 0);
        foreach (var text in texts)
        {
            var before = ids.Count;
            foreach (var id in text)
                if (chance.NextDouble() >= dropout)
                    ids.Add(id);
            if (ids.Count == before)
                ids.Add(text[0]);
            rows.AddRange(Enumerable.Repeat((long)count, ids.Count - before));
            count++;
        }

        var places = tensor(ids.ToArray());
        var weighted = vectors.index_select(0, places) * weights.index_select(0, places).exp();
        return nn.functional.normalize(zeros(count, vectors.shape[1]).index_add(0, tensor(rows.ToArray()), weighted, 1), p: 2, dim: 1);
    }

    /// <summary>Far below every cosine where two pairs are of one group, so that they are no wrong answers to each other.</summary>
    private static Tensor SameGroup(List<(int[] One, int[] Other, int Group)> pairs)
    {
        var groups = tensor(pairs.Select(pair => (long)pair.Group).ToArray());
        var same = groups.unsqueeze(0).eq(groups.unsqueeze(1)).logical_and(eye(pairs.Count, dtype: ScalarType.Bool).logical_not());
        return same.to(ScalarType.Float32).mul(KeptScalars.Of(-1e4));
    }

    private static void Write(string folder, EncoderRecipe recipe, Tensor vectors, Tensor weights)
    {
        Directory.CreateDirectory(folder);
        foreach (var name in TokenizerFiles.Where(name => File.Exists(Path.Combine(recipe.Tokenizer, name))))
            File.Copy(Path.Combine(recipe.Tokenizer, name), Path.Combine(folder, name));
        using var scope = NewDisposeScope();
        using var none = no_grad();
        var scaled = (vectors * weights.exp()).to(ScalarType.Float16);
        SafeTensorsFile.Write(Path.Combine(folder, "model.safetensors"), [KeyValuePair.Create(StaticEncoder.Tensor, scaled)], new Dictionary<string, string>(StringComparer.Ordinal) { ["format"] = "pt" });
        File.WriteAllText(Path.Combine(folder, "config.json"), JsonSerializer.Serialize(new { model_type = StaticEncoder.ModelType, architectures = Architectures, hidden_dim = recipe.Width, normalize = true, apply_zipf = false }, Indented) + "\n");
        File.WriteAllText(Path.Combine(folder, "recipe.yaml"), RecipeFile.Write(recipe));
    }

    private static readonly string[] Architectures = ["StaticModel"];
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };
}
