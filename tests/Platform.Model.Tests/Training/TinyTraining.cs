using System.Text.Json;
using Platform.Model.Corpus;
using Platform.Model.Methods;
using Platform.Model.Training;
using Platform.Testing;
using Platform.Testing.Models;
using Xunit;

namespace Platform.Model.Tests.Training;

/// <summary>A folder with a tokenizer, texts, dialogues and runs of networks so small that a step takes milliseconds.</summary>
internal sealed class TinyTraining : IDisposable
{
    public const string Sizes = "width: 32, layers: 2, queryHeads: 2, keyValueHeads: 1, headSize: 16, feedForwardWidth: 64, context: 64";
    private readonly TemporaryFolder _folder = new();

    public TinyTraining()
    {
        Directory.CreateDirectory(Path("tokenizer"));
        TinyTokenizer.WriteQwen(Path("tokenizer"));
        CorpusFile.Write(Path("texts.jsonl"), Enumerable.Range(0, 40).Select(i => Document(i) with { Text = $"Hello world, hello {i % 4} and hello again, said the world to the world." }));
        CorpusFile.Write(Path("dialogues.jsonl"), Enumerable.Range(0, 24).Select(i => Document(i) with { Messages = [new CorpusMessage("user", $"hello {i % 3}"), new CorpusMessage("assistant", "yes")] }));
    }

    public string Path(string name) => System.IO.Path.Combine(_folder.Path, name);

    /// <param name="recipe">Without its name.</param>
    public TrainingResult Start(string name, string recipe, Action<string>? tell = null, TrainingKind? kind = null)
    {
        File.WriteAllText(Path(name + ".yaml"), $"name: {name}\n{recipe}\n");
        return TrainingMethods.Start(Path(name + ".yaml"), new Dictionary<string, string>(StringComparer.Ordinal) { ["HERE"] = _folder.Path }, Path(name), kind, tell ?? (_ => { }), TestContext.Current.CancellationToken);
    }

    /// <summary>A model that knows the texts a little.</summary>
    public string Model(string name = "base")
    {
        if (!Directory.Exists(Path(name)))
            Start(name, $$"""
                model: { tokenizer: '${HERE}/tokenizer', {{Sizes}} }
                data: { train: ['${HERE}/texts.jsonl'], blockTokens: 32 }
                train: { threads: 1, batch: 4, steps: 30, learningRate: 0.01, warmup: 2, decay: 4, checkpointEvery: 100 }
                """);
        return System.IO.Path.Combine(Path(name), "model");
    }

    /// <summary>The log's lines of steps.</summary>
    public IReadOnlyList<JsonElement> Log(string name) => [.. File.ReadLines(System.IO.Path.Combine(Path(name), "trainer_log.jsonl")).Select(line => JsonDocument.Parse(line).RootElement).Where(line => line.TryGetProperty("loss", out _))];

    public double Loss(string name, Index at) => Log(name)[at].GetProperty("loss").GetDouble();

    public void Dispose() => _folder.Dispose();

    private static CorpusDocument Document(int number) => new() { Id = $"{number}", Source = "test", Licence = "MIT", Split = "train", Consent = true };
}
