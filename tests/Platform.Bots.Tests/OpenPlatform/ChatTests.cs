using System.Text.Json;
using Shouldly;
using Xunit;

namespace Platform.Bots.Tests.OpenPlatform;

public sealed class ChatTests(ApiHost api)
{
    private static readonly object[] Messages = [new { role = "user", content = "Say something." }];

    [Fact]
    public async Task An_answer_has_openai_s_shape_and_says_what_it_cost()
    {
        var answer = await api.AskAsync("/v1/chat/completions", new { model = ApiHost.Model, messages = Messages, max_tokens = 6, temperature = 0, ignore_eos = true });

        answer.GetProperty("object").GetString().ShouldBe("chat.completion");
        answer.GetProperty("model").GetString().ShouldBe(ApiHost.Model);
        answer.GetProperty("id").GetString().ShouldStartWith("chatcmpl-");
        var choice = answer.GetProperty("choices")[0];
        choice.GetProperty("message").GetProperty("role").GetString().ShouldBe("assistant");
        choice.GetProperty("finish_reason").GetString().ShouldBe("length");
        var usage = answer.GetProperty("usage");
        usage.GetProperty("completion_tokens").GetInt32().ShouldBe(6);
        usage.GetProperty("total_tokens").GetInt32().ShouldBe(6 + usage.GetProperty("prompt_tokens").GetInt32());
    }

    [Fact]
    public async Task A_stream_says_the_same_in_pieces_the_role_first_and_the_usage_last()
    {
        var body = new { model = ApiHost.Model, messages = Messages, max_tokens = 12, seed = 3, ignore_eos = true };
        var whole = await api.AskAsync("/v1/chat/completions", body);

        var pieces = await api.StreamAsync("/v1/chat/completions", new { body.model, body.messages, body.max_tokens, body.seed, body.ignore_eos, stream = true, stream_options = new { include_usage = true } });

        pieces[0].GetProperty("choices")[0].GetProperty("delta").GetProperty("role").GetString().ShouldBe("assistant");
        string.Concat(pieces.SelectMany(p => p.GetProperty("choices").EnumerateArray()).Select(c => c.GetProperty("delta").TryGetProperty("content", out var text) ? text.GetString() : ""))
            .ShouldBe(whole.GetProperty("choices")[0].GetProperty("message").GetProperty("content").GetString());
        pieces[^2].GetProperty("choices")[0].GetProperty("finish_reason").GetString().ShouldBe("length");
        pieces[^1].GetProperty("choices").GetArrayLength().ShouldBe(0);
        pieces[^1].GetProperty("usage").GetProperty("completion_tokens").GetInt32().ShouldBe(12);
        pieces.Select(p => p.GetProperty("id").GetString()).Distinct(StringComparer.Ordinal).Count().ShouldBe(1);
    }

    [Fact]
    public async Task Several_choices_come_with_their_log_probabilities()
    {
        var answer = await api.AskAsync("/v1/chat/completions", new { model = ApiHost.Model, messages = Messages, max_tokens = 4, n = 3, logprobs = true, top_logprobs = 2, ignore_eos = true });

        answer.GetProperty("choices").GetArrayLength().ShouldBe(3);
        foreach (var choice in answer.GetProperty("choices").EnumerateArray())
        {
            var tokens = choice.GetProperty("logprobs").GetProperty("content");
            tokens.GetArrayLength().ShouldBe(4);
            tokens[0].GetProperty("logprob").GetDouble().ShouldBeLessThanOrEqualTo(0);
            tokens[0].GetProperty("top_logprobs").GetArrayLength().ShouldBe(2);
            tokens[0].GetProperty("top_logprobs")[0].GetProperty("logprob").GetDouble().ShouldBeGreaterThanOrEqualTo(tokens[0].GetProperty("top_logprobs")[1].GetProperty("logprob").GetDouble());
        }

        answer.GetProperty("usage").GetProperty("completion_tokens").GetInt32().ShouldBe(12);
    }

    [Fact]
    public async Task A_field_that_nobody_knows_is_accepted_and_named_in_a_header()
    {
        using var answer = await api.PostAsync("/v1/chat/completions", new { model = ApiHost.Model, messages = Messages, max_tokens = 1, frobnicate = 3 });

        answer.IsSuccessStatusCode.ShouldBeTrue();
        answer.Headers.GetValues("x-warning").ShouldHaveSingleItem().ShouldContain("frobnicate");
        answer.Headers.Contains("x-request-id").ShouldBeTrue();
    }

    [Fact]
    public async Task A_forced_call_keeps_the_function_s_own_definitions()
    {
        var parameters = new Dictionary<string, object>(StringComparer.Ordinal)
        {
            ["type"] = "object",
            ["properties"] = new Dictionary<string, object>(StringComparer.Ordinal) { ["unit"] = new Dictionary<string, object>(StringComparer.Ordinal) { ["$ref"] = "#/$defs/unit" } },
            ["required"] = new[] { "unit" },
            ["additionalProperties"] = false,
            ["$defs"] = new Dictionary<string, object>(StringComparer.Ordinal) { ["unit"] = new Dictionary<string, object>(StringComparer.Ordinal) { ["enum"] = new[] { "C" } } },
        };
        var tools = new[] { new { type = "function", function = new { name = "measure", parameters } } };

        var answer = await api.AskAsync("/v1/chat/completions", new { model = ApiHost.Model, messages = Messages, max_tokens = 60, tools, tool_choice = "required" });

        var call = answer.GetProperty("choices")[0].GetProperty("message").GetProperty("tool_calls")[0].GetProperty("function");
        call.GetProperty("name").GetString().ShouldBe("measure");
        JsonElement.Parse(call.GetProperty("arguments").GetString()!).GetProperty("unit").GetString().ShouldBe("C");
    }

    [Fact]
    public async Task A_call_that_a_model_once_made_with_a_name_twice_may_stand_in_the_conversation()
    {
        const string Body = """{"model":"tiny","max_tokens":1,"messages":[{"role":"user","content":"x"},{"role":"assistant","tool_calls":[{"id":"1","type":"function","function":{"name":"f","arguments":"{\"a\":\"\\n\",\"a\":2}"}}]},{"role":"tool","tool_call_id":"1","content":"y"}]}""";

        using var answer = await api.PostAsync("/v1/chat/completions", Body);

        answer.IsSuccessStatusCode.ShouldBeTrue(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_skill_is_asked_by_the_name_of_its_route()
    {
        var answer = await api.AskAsync("/v1/chat/completions", new { model = "voice", messages = Messages, max_tokens = 2 });

        answer.GetProperty("model").GetString().ShouldBe("voice");
    }

    [Fact]
    public async Task A_client_that_leaves_ends_the_work_at_once()
    {
        using (var request = new HttpRequestMessage(HttpMethod.Post, "/v1/chat/completions") { Content = ApiHost.Json(new { model = ApiHost.Alone, messages = Messages, max_tokens = 900, ignore_eos = true, stream = true }) })
        using (var answer = await api.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken))
        await using (var stream = await answer.Content.ReadAsStreamAsync(TestContext.Current.CancellationToken))
            (await stream.ReadAsync(new byte[100], TestContext.Current.CancellationToken)).ShouldBeGreaterThan(0);

        var limit = TimeProvider.System.GetTimestamp();
        while (api.RunningAlone > 0 && TimeProvider.System.GetElapsedTime(limit) < TimeSpan.FromSeconds(5))
            await Task.Delay(10, TestContext.Current.CancellationToken);
        api.RunningAlone.ShouldBe(0);
    }
}
