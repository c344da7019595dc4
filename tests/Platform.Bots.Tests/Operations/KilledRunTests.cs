using System.Diagnostics;
using System.Globalization;
using Platform.Testing;
using Platform.Testing.Models;
using Shouldly;
using Xunit;

namespace Platform.Bots.Tests.Operations;

/// <summary>Runs in a process of their own that is killed in the middle. <c>PLATFORM_TEST_KILLS</c> says how many; one without it.</summary>
public sealed class KilledRunTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_killed_run_comes_to_the_same_bits_as_one_that_was_not()
    {
        var kills = int.Parse(Environment.GetEnvironmentVariable("PLATFORM_TEST_KILLS") ?? "1", CultureInfo.InvariantCulture);
        WriteRecipe();
        (await Run(Path("whole"), killAfter: null)).ShouldBe(0);
        var wanted = Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(await File.ReadAllBytesAsync(Model("whole"), TestContext.Current.CancellationToken)));

        for (var kill = 0; kill < kills; kill++)
        {
            var name = $"killed{kill}";
            (await Run(Path(name), killAfter: 4 + kill % 15)).ShouldNotBe(0);
            File.Exists(Model(name)).ShouldBeFalse();

            (await Platform(null, "resume", Path(name))).ShouldBe(0);

            Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(await File.ReadAllBytesAsync(Model(name), TestContext.Current.CancellationToken))).ShouldBe(wanted);
        }
    }

    private Task<int> Run(string run, int? killAfter) => Platform(killAfter is { } step ? (run, step) : null, "train", Path("recipe.yaml"), "--output", run);

    /// <summary>Runs the command and kills it (SIGKILL) as soon as its log has so many lines.</summary>
    private static async Task<int> Platform((string Run, int Step)? kill, params string[] arguments)
    {
        var start = new ProcessStartInfo(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet", [ServerProcess.Program(), .. arguments]) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true };
        using var process = Process.Start(start)!;
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        if (kill is { } at)
        {
            var log = System.IO.Path.Combine(at.Run, "trainer_log.jsonl");
            while (!process.HasExited && (!File.Exists(log) || Lines(log) < at.Step))
                await Task.Delay(2, TestContext.Current.CancellationToken);
            process.Kill();
        }

        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        await Task.WhenAll(output, errors);
        return process.ExitCode;
    }

    private static int Lines(string path)
    {
        using var reader = new StreamReader(new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete));
        return reader.ReadToEnd().Count(letter => letter == '\n');
    }

    private void WriteRecipe()
    {
        Directory.CreateDirectory(Path("tokenizer"));
        TinyTokenizer.WriteQwen(Path("tokenizer"));
        File.WriteAllLines(Path("train.jsonl"), Enumerable.Range(0, 40).Select(i => $$"""{"id":"{{i}}","source":"test","licence":"MIT","split":"train","consent":true,"text":"Hello world, hello {{i % 4}} and hello again, said the world to the world."}"""));
        File.WriteAllText(Path("recipe.yaml"), $$"""
            name: test
            model: { tokenizer: '{{Path("tokenizer")}}', width: 128, layers: 4, queryHeads: 4, keyValueHeads: 2, headSize: 32, feedForwardWidth: 384, context: 64 }
            data: { train: ['{{Path("train.jsonl")}}'], blockTokens: 32 }
            train: { threads: 1, batch: 8, steps: 60, learningRate: 0.003, warmup: 2, decay: 4, checkpointEvery: 3 }
            """);
    }

    private string Model(string name) => System.IO.Path.Combine(Path(name), "model", "model.safetensors");

    private string Path(string name) => System.IO.Path.Combine(_folder.Path, name);
}
