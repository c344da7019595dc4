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
