using System.Text.Json;
using Platform.Model.Architectures;
using Platform.Model.Verification;
using Platform.Testing;
using Platform.Testing.Models;
using Shouldly;
using Xunit;

namespace Platform.Bots.Tests.Operations;

/// <summary>The commands as scripts see them: standard output, standard error, exit code.</summary>
public sealed class ModelCommandTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string Model => Path.Combine(_folder.Path, "model");

    private string[] Settings => ["--Platform:DataFolder", Path.Combine(_folder.Path, "data"), "--Models:Shipped", "false"];

    [Fact]
    public async Task Logits_are_one_JSON_object_and_nothing_else()
    {
        TinyCheckpoint.Write(Model, DecoderFamily.Yuan, 1);

        var run = await Run("logits", Model, "--ids", "1,2,3", "--new-tokens", "6", "--json");

        run.Errors.ShouldBeEmpty();
        run.ExitCode.ShouldBe(0);
        using var printed = JsonDocument.Parse(run.Output);
        var expected = LogitsProbe.Run(Model, [1, 2, 3], 6, "cpu", "fp32", TestContext.Current.CancellationToken);
        printed.RootElement.EnumerateObject().Select(p => p.Name).ShouldBe(["logits", "tokens"]);
        printed.RootElement.GetProperty("tokens").EnumerateArray().Select(t => t.GetInt32()).ShouldBe(expected.Tokens);
        printed.RootElement.GetProperty("logits").EnumerateArray().Select(l => l.GetSingle()).Zip(expected.Logits).ShouldAllBe(pair => Math.Abs(pair.First - pair.Second) < 1e-4);
    }

    [Fact]
    public async Task Verify_holds_every_engine_against_the_reference_path_and_says_so()
    {
        TinyCheckpoint.Write(Model, DecoderFamily.Qwen3, 1);

        var run = await Run("verify", Model, "--new-tokens", "20");

        run.Output.ShouldContain("reference-fp32");
        run.Output.ShouldNotContain("FAILED");
        run.ExitCode.ShouldBe(0, run.Output + run.Errors);
    }

    [Fact]
    public async Task What_cannot_be_used_is_refused_in_one_line()
    {
        TinyCheckpoint.Write(Model, DecoderFamily.Llama, 1, mostShardBytes: 50_000);
        File.Delete(Directory.GetFiles(Model, "*.safetensors")[0]);

        await ShouldRefuse("is missing", "logits", Model, "--ids", "1", "--json");
        await ShouldRefuse("is missing", "verify", Model);
        await ShouldRefuse("there is no such folder", "export", Path.Combine(_folder.Path, "nowhere"), Path.Combine(_folder.Path, "to"));
        await ShouldRefuse("'x'", "logits", Model, "--ids", "1,x");
    }

    [Fact]
    public async Task A_folder_is_pulled_whole_and_listed_beside_what_the_configuration_serves()
    {
        TinyCheckpoint.Write(Model, DecoderFamily.Qwen3, 1);
        await File.WriteAllTextAsync(Path.Combine(Model, "notes.txt"), "nothing that a served model reads", TestContext.Current.CancellationToken);
        (await Run(["list", .. Settings])).Output.ShouldContain("No model is served or stored.");

        var pulled = await Run(["pull-from-folder", Model, "small", .. Settings]);
        var listed = await Run(["list", .. Settings, "--Models:Serving:Models:other:Folder", Model]);

        pulled.ExitCode.ShouldBe(0, pulled.Errors);
        pulled.Output.ShouldContain("Qwen3");
        var stored = Path.Combine(_folder.Path, "data", "models", "small");
        Directory.GetFiles(stored).Select(Path.GetFileName).ShouldContain("config.json", StringComparer.Ordinal);
        File.ReadAllBytes(Path.Combine(stored, "tokenizer.json")).ShouldBe(File.ReadAllBytes(Path.Combine(Model, "tokenizer.json")));
        File.Exists(Path.Combine(stored, "notes.txt")).ShouldBeFalse();
        listed.ExitCode.ShouldBe(0, listed.Errors);
        var rows = listed.Output.TrimEnd().Split('\n').Select(row => row.Split(' ', StringSplitOptions.RemoveEmptyEntries)).ToList();
        rows.Select(row => (row[0], row[1], row[^1])).ShouldBe([("other", "served", Model), ("small", "stored", stored)]);
        (await Run(["chat", stored, "--prompt", "Hello", "--max-tokens", "5", .. Settings])).ExitCode.ShouldBe(0);
    }

    [Fact]
    public async Task What_cannot_be_pulled_leaves_nothing_behind()
    {
        TinyCheckpoint.Write(Model, DecoderFamily.Qwen3, 1);
        await Run(["pull-from-folder", Model, "small", .. Settings]);

        await ShouldRefuse("there already", ["pull-from-folder", Model, "small", .. Settings]);
        await ShouldRefuse("cannot be used", ["pull-from-folder", Model, "../outside", .. Settings]);
        await ShouldRefuse("there is no such folder", ["pull-from-folder", Path.Combine(_folder.Path, "nowhere"), "nothing", .. Settings]);

        Directory.GetFileSystemEntries(Path.Combine(_folder.Path, "data", "models")).Select(Path.GetFileName).ShouldBe(["small"]);
    }

    [Fact]
    public async Task A_chat_prints_the_answer_alone_and_the_same_one_for_the_same_seed()
    {
        TinyCheckpoint.Write(Model, DecoderFamily.Qwen3, 1);
        string[] Ask(int seed) => ["chat", Model, "--prompt", "Hello", "--max-tokens", "40", "--temperature", "1", "--seed", $"{seed}", .. Settings];

        var (one, again, other) = (await Run(Ask(3)), await Run(Ask(3)), await Run(Ask(4)));

        one.ExitCode.ShouldBe(0, one.Errors);
        one.Output.ShouldNotBeNullOrWhiteSpace();
        again.Output.ShouldBe(one.Output);
        other.Output.ShouldNotBe(one.Output, StringComparer.Ordinal);
    }

    [Fact]
    public async Task A_chat_goes_on_line_by_line_until_an_empty_one()
    {
        TinyCheckpoint.Write(Model, DecoderFamily.Qwen3, 1);

        var run = await CommandProcess.RunAsync(["model", "chat", Model, "--max-tokens", "8", "--seed", "1", .. Settings], "Hello\nAnd you?\n\nnever read\n", TestContext.Current.CancellationToken);

        run.ExitCode.ShouldBe(0, run.Errors);
        run.Errors.Split("generated)").Length.ShouldBe(3);
    }

    [Fact]
    public async Task A_chat_that_cannot_be_had_says_why()
    {
        TinyCheckpoint.Write(Model, DecoderFamily.Qwen3, 1);

        var (longer, nowhere) = (await Run(["chat", Model, "--prompt", "Hello", "--max-tokens", "5000", .. Settings]), await Run(["chat", Path.Combine(_folder.Path, "nowhere"), "--prompt", "Hello", .. Settings]));

        (longer.ExitCode, nowhere.ExitCode).ShouldBe((1, 1));
        longer.Errors.ShouldContain("5000 more were asked for");
        nowhere.Errors.ShouldContain("there is no such folder");
        (longer.Output + nowhere.Output).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_bench_gives_a_row_for_each_batch_size()
    {
        TinyCheckpoint.Write(Model, DecoderFamily.Qwen3, 1);

        var run = await Run(["bench", Model, "--prompt-tokens", "16", "--new-tokens", "4", .. Settings]);
        var refused = await Run(["bench", Model, "--prompt-tokens", "3"]);

        run.ExitCode.ShouldBe(0, run.Errors);
        var rows = run.Output.Split('\n').Where(line => line.StartsWith("| ", StringComparison.Ordinal) && char.IsAsciiDigit(line[2])).Select(line => line.Split('|', StringSplitOptions.TrimEntries)).ToList();
        rows.Select(row => row[1]).ShouldBe(["1", "2", "4", "8", "16"]);
        rows.SelectMany(row => row[2..^1]).ShouldAllBe(figure => double.Parse(figure, System.Globalization.CultureInfo.InvariantCulture) >= 0);
        refused.ExitCode.ShouldBe(1);
        refused.Errors.ShouldContain("must be from 16");
    }

    public void Dispose() => _folder.Dispose();

    private static async Task ShouldRefuse(string because, params string[] arguments)
    {
        var run = await Run(arguments);

        run.ExitCode.ShouldBe(1);
        run.Output.ShouldBeEmpty();
        run.Errors.TrimEnd().ShouldNotContain('\n');
        run.Errors.ShouldContain(because);
    }

    private static Task<CommandProcess> Run(params string[] arguments) => CommandProcess.RunAsync(["model", .. arguments], TestContext.Current.CancellationToken);
}
