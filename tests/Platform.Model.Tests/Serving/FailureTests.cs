using System.Text.Json;
using Platform.Model.Serving;
using Shouldly;
using Xunit;

namespace Platform.Model.Tests.Serving;

/// <summary>Whatever fails for one request, the others of the model go on, and nothing is held.</summary>
public sealed class FailureTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_form_that_cannot_be_kept_any_further_ends_its_own_request_only()
    {
        const int Ways = 4500; // after the first bracket more than can be followed at once
        var ways = string.Join(',', Enumerable.Range(0, Ways).Select(i => $"{{\"$ref\":\"#/$defs/d{i}\"}}"));
        var definitions = string.Join(',', Enumerable.Range(0, Ways).Select(i => $"\"d{i}\":{{\"const\":\"{i}\"}}"));
        var schema = JsonElement.Parse($"{{\"type\":\"array\",\"minItems\":1,\"items\":{{\"anyOf\":[{ways}]}},\"$defs\":{{{definitions}}}}}");
        await using var host = TinyHost.Create();
        var request = TinyHost.Request("Hello", 60) with { Format = new ResponseFormat.JsonSchema(schema) };
        await host.AnswerAsync(request, Stop); // compiles the form
        var running = host.AnswerAsync(TinyHost.Request("Hello", 200), Stop);

        var failed = await host.AnswerAsync(request, Stop);

        failed.End.Reason.ShouldBe(FinishReason.Error);
        failed.End.Failure!.ShouldContain("too many ways");
        (await running).End.Reason.ShouldBe(FinishReason.Length);
        host.BlocksInUse.ShouldBe(0);
    }

    [Fact]
    public async Task What_is_wrong_with_a_form_is_told_of_the_field_that_it_came_in()
    {
        await using var host = TinyHost.Create();
        var request = TinyHost.Request("Hello") with { Format = new ResponseFormat.Pattern("(") { Parameter = "guided_regex" } };

        (await Should.ThrowAsync<InvalidGenerationException>(() => host.AnswerAsync(request, Stop))).Parameter.ShouldBe("guided_regex");
    }

    [Fact]
    public async Task A_sequence_that_has_ended_is_not_preempted_in_its_last_step()
    {
        using var going = new ManualResetEventSlim(initialState: true);
        await using var host = TinyHost.Create(options => options.StepTokens = 16, blocks: 7, watch: engine => new WatchedEngine(engine, _ => going.Wait(Stop)));
        static GenerationRequest Of(int first, int tokens, int most) => TinyHost.Request("", most) with { Prompt = new ModelPrompt.Ids([.. Enumerable.Range(first, tokens)]) };
        await host.AnswerAsync(Of(20, 17, 1), Stop); // its first block can be found from here on
        going.Reset();
        var before = host.AnswerAsync(Of(5, 1, 1), Stop);
        await Eventually.HoldsAsync(() => host.Models.Single().Figures.Running == 1);

        // the three begin in one step. In the third step the last one ends, and the first needs more room than that gives
        var prompt = host.AnswerAsync(Of(100, 96, 1), Stop);
        var lasting = host.AnswerAsync(Of(20, 17, 60), Stop);
        var ending = host.AnswerAsync(Of(20, 17, 3), Stop);
        going.Set();

        (await Task.WhenAll(before, prompt, lasting, ending)).Select(answer => answer.End.Tokens).ShouldBe([1, 1, 60, 3]);
        host.Models.Single().Figures.Preemptions.ShouldBe(1);
        await Eventually.HoldsAsync(() => host.BlocksInUse == 0);
    }

    [Fact]
    public async Task Where_checking_a_draft_fails_plain_steps_go_on()
    {
        await using var plain = TinyHost.Create();
        await using var host = TinyHost.Create(draft: "1", watch: engine => new WatchedEngine(engine, slices =>
        {
            if (slices.Any(slice => slice.Tokens.Length > 1 && slice.LogitsFrom == 0))
                throw new InvalidOperationException("as a native library would");
        }));
        var requests = Enumerable.Range(0, 2).Select(i => TinyHost.Request($"Hello world {i}", 40)).ToArray();
        var expected = await Task.WhenAll(requests.Select(request => plain.AnswerAsync(request, Stop)));

        var answers = await Task.WhenAll(requests.Select(request => host.AnswerAsync(request, Stop))).WaitAsync(TimeSpan.FromMinutes(1), Stop);

        answers.Select(answer => answer.Text).ShouldBe(expected.Select(answer => answer.Text));
        host.Models.Single().Figures.FailedSteps.ShouldBeGreaterThan(0);
    }

    [Fact]
    public async Task A_prompt_whose_last_token_is_still_to_be_computed_is_not_drafted()
    {
        await using var host = TinyHost.Create(draft: "1");
        await host.AnswerAsync(TinyHost.Request("Hello world {", 9), Stop); // eight plain steps: the next one would be a draft's first trial
        var request = TinyHost.Request("", 8) with { Prompt = new ModelPrompt.Ids([20]), PromptLogProbs = true };

        var answer = await host.AnswerAsync(request, Stop);

        answer.Events.OfType<GenerationEvent.Prompt>().Single().Tokens.Count.ShouldBe(1);
        host.Models.Single().Figures.Drafts.ShouldBeGreaterThan(0);
    }

    [Fact]
    public async Task A_model_that_fails_when_it_is_warmed_up_gives_its_memory_back()
    {
        WatchedEngine? watched = null;
        await using var host = TinyHost.Create(options => options.WarmUp = true, watch: engine => watched = new WatchedEngine(engine, _ => throw new InvalidOperationException("as a native library would")));

        await Should.ThrowAsync<ModelUnavailableException>(() => host.AnswerAsync(TinyHost.Request("a"), Stop));

        watched!.IsDisposed.ShouldBeTrue();
    }

    [Theory]
    [InlineData("messages")]
    [InlineData("prompt")]
    [InlineData("input")]
    public async Task A_prompt_that_is_too_long_is_told_of_the_field_that_it_came_in(string field)
    {
        await using var host = TinyHost.Create();
        var text = string.Concat(Enumerable.Repeat("{ ", 3000));
        Task AskAsync() => field switch
        {
            "input" => host.EmbedAsync(new EmbeddingRequest { Model = TinyHost.Model, Inputs = [new ModelPrompt.Text(text)] }, Stop),
            "prompt" => host.AnswerAsync(TinyHost.Request(text), Stop),
            _ => host.AnswerAsync(TinyHost.Request("") with { Prompt = new ModelPrompt.Chat([new("user", text)]) }, Stop),
        };

        var refusal = await Should.ThrowAsync<PromptTooLongException>(AskAsync);

        refusal.Parameter.ShouldBe(field);
        if (field == "input")
            refusal.Message.ShouldNotContain("max_tokens");
    }

    [Fact]
    public async Task The_largest_number_of_tokens_that_can_be_said_is_too_many()
    {
        await using var host = TinyHost.Create();

        (await Should.ThrowAsync<PromptTooLongException>(() => host.AnswerAsync(TinyHost.Request("Hello world", int.MaxValue), Stop))).MaxTokens.ShouldBe(int.MaxValue);
    }
}
