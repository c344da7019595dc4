using System.Text.Json;
using Platform.Model.Serving;
using Shouldly;
using Xunit;

namespace Platform.Model.Tests.Serving;

/// <summary>Text that a form leaves no choice about is computed in one step. Nobody may see it but by the time it takes.</summary>
public sealed class ForeseenTests
{
    private static readonly JsonElement Schema = JsonElement.Parse("""{"type":"object","properties":{"NAME":{"enum":["XXYYXXYY","XXYYZZZZ"]},"the world":{"const":"QQQQ"},"age":{"type":"integer","minimum":0,"maximum":150}},"required":["NAME","the world","age"],"additionalProperties":false}""");

    private static readonly ResponseFormat[] Formats =
    [
        new ResponseFormat.JsonSchema(Schema),
        new ResponseFormat.OneOf(["XYZXYZXYZ", "XYZXZZZZZ", "也许也许"]),
        new ResponseFormat.Pattern("KKKK-[a-c]{3}-QQQQ(the world){2}"),
    ];

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(0, null)]
    [InlineData(1.2, 5L)]
    public async Task What_is_foreseen_changes_no_token_and_no_figure(double temperature, long? seed)
    {
        await using var plain = TinyHost.Create(options => options.MostForeseen = 0);
        await using var host = TinyHost.Create();
        var requests = Formats.Select((format, i) => Request($"Hello {i}", 90, temperature, seed, format)).ToList();
        requests.Add(requests[1] with { Stop = ["ZX"] });
        requests.Add(requests[1] with { Choices = 3 });
        requests.Add(requests[0] with { Sampling = requests[0].Sampling with { FrequencyPenalty = 1, MinTokens = 20 } });
        requests.Add(requests[1] with { Prompt = new ModelPrompt.Ids([20]), PromptLogProbs = true, MaxTokens = 27 });

        var expected = new List<Answer>();
        foreach (var request in requests)
            expected.Add(await plain.AnswerAsync(request, Stop));
        var answers = await Task.WhenAll(requests.Select(request => host.AnswerAsync(request, Stop)));

        foreach (var (answer, one) in answers.Zip(expected))
        {
            answer.Texts.OrderBy(text => text.Key).Select(text => text.Value).ShouldBe(one.Texts.OrderBy(text => text.Key).Select(text => text.Value));
            answer.Tokens.Select(token => token.Id).ShouldBe(one.Tokens.Select(token => token.Id));
            answer.Tokens.Zip(one.Tokens).ShouldAllBe(pair => Math.Abs(pair.First.LogProbability - pair.Second.LogProbability) < 1e-3 && pair.First.Top.Count == 2);
            (answer.End.Reason, answer.End.Tokens, answer.End.StopText).ShouldBe((one.End.Reason, one.End.Tokens, one.End.StopText));
            answer.Completed.Usage.CompletionTokens.ShouldBe(one.Completed.Usage.CompletionTokens);
        }

        host.BlocksInUse.ShouldBe(0);
    }

    [Fact]
    public async Task A_wording_that_is_fixed_takes_a_few_steps()
    {
        var text = string.Concat(Enumerable.Repeat("XYZ", 8)); // letters that are in no longer token
        var (plainSteps, steps) = (0, 0);
        await using var plain = TinyHost.Create(options => options.MostForeseen = 0, watch: engine => new WatchedEngine(engine, _ => plainSteps++));
        await using var host = TinyHost.Create(watch: engine => new WatchedEngine(engine, _ => steps++));
        var request = Request("Hello", 40, 0, null, new ResponseFormat.OneOf([text]));

        var (one, answer) = (await plain.AnswerAsync(request, Stop), await host.AnswerAsync(request, Stop));

        (one.Text, answer.Text).ShouldBe((text, text));
        answer.Tokens.Count.ShouldBe(text.Length);
        plainSteps.ShouldBe(text.Length);
        steps.ShouldBeLessThan(5);
    }

    [Fact]
    public async Task Sequences_that_are_preempted_while_they_foresee_go_on_with_the_same_text()
    {
        var form = new ResponseFormat.Pattern("[a-z]{30}XYZXYZXYZXYZXYZXYZXYZXYZXYZXYZ[a-z]{10}");
        var requests = Enumerable.Range(0, 8).Select(i => Request(string.Concat(Enumerable.Repeat($"the end of it {i} ", 6)), 75, 0.8, i, form)).ToArray();
        await using var roomy = TinyHost.Create(options => (options.SharePrompts, options.MostForeseen) = (false, 0));
        await using var tight = TinyHost.Create(options => options.SharePrompts = false, blocks: 20);

        var expected = await Task.WhenAll(requests.Select(request => roomy.AnswerAsync(request, Stop)));
        var answers = await Task.WhenAll(requests.Select(request => tight.AnswerAsync(request, Stop)));

        answers.Select(answer => answer.Text).ShouldBe(expected.Select(answer => answer.Text));
        tight.Models.Single().Figures.Preemptions.ShouldBeGreaterThan(0);
        tight.BlocksInUse.ShouldBe(0);
    }

    [Fact]
    public async Task Where_nothing_but_the_form_can_be_said_other_requests_run_beside_it()
    {
        await using var host = TinyHost.Create();
        var free = TinyHost.Request("Hello world", 60);
        var alone = await host.AnswerAsync(free, Stop);

        var together = await Task.WhenAll(host.AnswerAsync(free, Stop), host.AnswerAsync(Request("Hello", 60, 0, null, new ResponseFormat.OneOf([new string('X', 50)])), Stop));

        together[0].Text.ShouldBe(alone.Text);
        together[1].Text.ShouldBe(new string('X', 50));
    }

    private static GenerationRequest Request(string prompt, int most, double temperature, long? seed, ResponseFormat format)
    {
        var request = TinyHost.Request(prompt, most, temperature, seed);
        return request with { Format = format, Sampling = request.Sampling with { TopLogProbs = 2 } };
    }
}
