using System.Text.Json;
using Platform.Model.Tokenization;
using Platform.Testing;
using Platform.Testing.Models;
using Shouldly;
using Xunit;

namespace Platform.Bots.Tests.Operations;

/// <summary>Line by line through the built program, as a script that compares tokenizers does it.</summary>
public sealed class ModelTokenizeTests
{
    [Fact]
    public async Task Each_line_is_answered_by_one_line_also_where_it_cannot_be_done()
    {
        using var folder = new TemporaryFolder();
        TinyTokenizer.WriteLlama3(folder.Path);
        var tokenizer = TextTokenizer.Read(folder.Path);
        string[] lines =
        [
            """{"text":"Hello world, 你好 🤖"}""",
            """{"text":"a<|eot_id|>b","add_special_tokens":false}""",
            """{"messages":[{"role":"user","content":" hi "}]}""",
            """{"messages":[{"role":"user","content":"hi"}],"add_generation_prompt":false}""",
            "{broken",
            """{"text":"half \ud83d of a pair"}""",
            """{"text":3}""",
            "[]",
        ];

        var run = await CommandProcess.RunAsync(["model", "tokenize", folder.Path, "--json"], string.Join('\n', lines) + "\n", TestContext.Current.CancellationToken);

        run.ExitCode.ShouldBe(0, run.Errors);
        var answers = run.Output.TrimEnd().Split('\n').Select(line => JsonDocument.Parse(line).RootElement).ToList();
        answers.Count.ShouldBe(lines.Length);
        Ids(answers[0]).ShouldBe(tokenizer.Encode("Hello world, 你好 🤖", addSpecial: true));
        Ids(answers[1]).ShouldBe([.. tokenizer.Encode("a"), tokenizer.IdOf("<|eot_id|>")!.Value, .. tokenizer.Encode("b")]);
        const string Rendered = "<|begin_of_text|><|start_header_id|>user<|end_header_id|>\n\nhi<|eot_id|>";
        Ids(answers[2]).ShouldBe(tokenizer.Encode($"{Rendered}<|start_header_id|>assistant<|end_header_id|>\n\n", parseSpecial: true));
        Ids(answers[3]).ShouldBe(tokenizer.Encode(Rendered, parseSpecial: true));
        Ids(answers[5]).ShouldBe(tokenizer.Encode("half \ufffd of a pair", addSpecial: true));
        foreach (var refused in new[] { 4, 6, 7 })
            answers[refused].GetProperty("error").GetString().ShouldNotBeNullOrWhiteSpace();
    }

    [Fact]
    public async Task A_folder_without_a_tokenizer_is_refused_in_one_line()
    {
        using var folder = new TemporaryFolder();

        var run = await CommandProcess.RunAsync(["model", "tokenize", folder.Path, "--json"], "", TestContext.Current.CancellationToken);

        run.ExitCode.ShouldBe(1);
        run.Errors.ShouldContain("tokenizer.json");
    }

    private static List<int> Ids(JsonElement answer) => [.. answer.GetProperty("ids").EnumerateArray().Select(id => id.GetInt32())];
}
