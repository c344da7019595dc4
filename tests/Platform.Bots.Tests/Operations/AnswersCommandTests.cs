using Platform.Testing;
using Shouldly;
using Xunit;

namespace Platform.Bots.Tests.Operations;

/// <summary>A teacher behind a socket is asked by the command.</summary>
public sealed class AnswersCommandTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task An_endpoint_answers_and_its_tokens_are_counted()
    {
        await using var teacher = await OpenAiServer.StartAsync("A large stream.");
        File.WriteAllLines(Path.Combine(_folder.Path, "prompts.jsonl"), ["""{"prompt": "What is a river?"}""", """{"prompt": "What is a stream?"}"""]);
        var recipe = Path.Combine(_folder.Path, "recipe.yaml");
        await File.WriteAllTextAsync(recipe, "name: tests\nskill: teacher\nlicence: MIT\nprompts: ['${HERE}/prompts.jsonl']\n", TestContext.Current.CancellationToken);
        string[] arguments = ["answers", recipe, "--output", Path.Combine(_folder.Path, "out"), "--set", $"HERE={_folder.Path}", "--Models:Routes:teacher:Endpoint", teacher.Endpoint, "--Models:Routes:teacher:Model", "test-model"];

        var run = await CommandProcess.RunAsync(arguments, TestContext.Current.CancellationToken);
        var again = await CommandProcess.RunAsync(arguments, TestContext.Current.CancellationToken);

        run.ExitCode.ShouldBe(0, run.Errors);
        run.Output.ShouldContain("test-model: 2 requests, 14 tokens in, 6 out");
        run.Output.ShouldContain("2 prompts, 2 answers, 2 kept");
        again.Output.ShouldBe(run.Output);
        teacher.Requests.Count.ShouldBe(2);
    }
}
