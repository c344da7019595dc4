using System.Net;
using System.Text.Json;
using Shouldly;
using Xunit;

namespace Platform.Bots.Tests.OpenPlatform;

public sealed class CompletionTests(ApiHost api)
{
    [Fact]
    public async Task The_likelihood_of_a_text_is_told_as_evaluations_ask_for_it()
    {
        // what lm-evaluation-harness sends: token ids in a batch, one new token, echo, logprobs
        var (first, second) = (await Ids("Hello world, in the end"), await Ids("另一个"));

        var answer = await api.AskAsync("/v1/completions", new { model = ApiHost.Model, prompt = new[] { first, second }, max_tokens = 1, temperature = 0, echo = true, logprobs = 1, seed = 1234 });

        var choices = answer.GetProperty("choices");
        choices.GetArrayLength().ShouldBe(2);
        for (var i = 0; i < 2; i++)
        {
            choices[i].GetProperty("index").GetInt32().ShouldBe(i);
            var logprobs = choices[i].GetProperty("logprobs");
            var ids = i == 0 ? first : second;
            foreach (var list in new[] { "tokens", "token_logprobs", "top_logprobs", "text_offset" })
                logprobs.GetProperty(list).GetArrayLength().ShouldBe(ids.Length + 1, list);
            logprobs.GetProperty("token_logprobs")[0].ValueKind.ShouldBe(JsonValueKind.Null);
            logprobs.GetProperty("top_logprobs")[0].ValueKind.ShouldBe(JsonValueKind.Null);
            logprobs.GetProperty("token_logprobs")[1].GetDouble().ShouldBeLessThan(0);
            logprobs.GetProperty("top_logprobs")[1].EnumerateObject().ShouldNotBeEmpty();
        }

        choices[0].GetProperty("text").GetString().ShouldStartWith("Hello world, in the end");
    }

    [Fact]
    public async Task A_prompt_is_scored_the_same_alone_and_in_a_batch_as_text_and_as_ids_and_without_a_new_token()
    {
        const string Text = "the hello of the world";
        var ids = await Ids(Text);
        var alone = await Scores(new { model = ApiHost.Model, prompt = Text, max_tokens = 0, echo = true, logprobs = 0 }, 0);
        var asIds = await Scores(new { model = ApiHost.Model, prompt = ids, max_tokens = 0, echo = true, logprobs = 0 }, 0);
        var inBatch = await Scores(new { model = ApiHost.Model, prompt = new[] { "something else", Text }, max_tokens = 0, echo = true, logprobs = 0 }, 1);

        alone.Length.ShouldBe(ids.Length - 1);
        for (var i = 0; i < alone.Length; i++)
        {
            asIds[i].ShouldBe(alone[i], 1e-4);
            inBatch[i].ShouldBe(alone[i], 1e-4);
        }
    }

    [Fact]
    public async Task A_stream_says_the_prompt_again_and_then_the_same_text()
    {
        var whole = await api.AskAsync("/v1/completions", new { model = ApiHost.Model, prompt = "Hello", max_tokens = 6, seed = 2, echo = true, ignore_eos = true });

        var pieces = await api.StreamAsync("/v1/completions", new { model = ApiHost.Model, prompt = "Hello", max_tokens = 6, seed = 2, echo = true, ignore_eos = true, stream = true, logprobs = 1 });

        string.Concat(pieces.SelectMany(p => p.GetProperty("choices").EnumerateArray()).Select(c => c.GetProperty("text").GetString())).ShouldBe(whole.GetProperty("choices")[0].GetProperty("text").GetString());
        pieces[^1].GetProperty("choices")[0].GetProperty("finish_reason").GetString().ShouldBe("length");
    }

    [Theory]
    [InlineData("""{"model":"tiny","max_tokens":1}""", "prompt")]
    [InlineData("""{"model":"tiny","prompt":[],"max_tokens":1}""", "prompt")]
    [InlineData("""{"model":"tiny","prompt":[1,"a"],"max_tokens":1}""", "prompt[1]")]
    [InlineData("""{"model":"tiny","prompt":[[1],[]],"max_tokens":1}""", "prompt[1]")]
    [InlineData("""{"model":"tiny","prompt":[99999],"max_tokens":1}""", "prompt")]
    [InlineData("""{"model":"tiny","prompt":["a","b"],"stream":true}""", "stream")]
    [InlineData("""{"model":"tiny","prompt":"a","best_of":1,"n":2}""", "best_of")]
    [InlineData("""{"model":"tiny","prompt":"a","max_tokens":2147483647}""", "prompt")]
    [InlineData("""{"model":"tiny","prompt":"a","guided_regex":"("}""", "guided_regex")]
    [InlineData("""{"model":"tiny","prompt":"a","guided_json":{"type":"wish"}}""", "guided_json")]
    public async Task What_is_no_prompt_is_refused(string body, string parameter)
    {
        using var answer = await api.PostAsync("/v1/completions", body);

        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        JsonElement.Parse(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).GetProperty("error").GetProperty("param").GetString().ShouldBe(parameter);
    }

    [Fact]
    public async Task As_many_prompts_as_are_taken_are_answered_though_they_do_not_all_fit_into_the_line()
    {
        var answer = await api.AskAsync("/v1/completions", new { model = ApiHost.Model, prompt = Enumerable.Range(0, 256).Select(i => $"the {i} world").ToArray(), max_tokens = 1, n = 2, ignore_eos = true });

        answer.GetProperty("choices").GetArrayLength().ShouldBe(512);
        answer.GetProperty("usage").GetProperty("completion_tokens").GetInt32().ShouldBe(512);
    }

    [Fact]
    public async Task An_input_that_is_too_long_is_told_of_its_own_field()
    {
        using var answer = await api.PostAsync("/v1/embeddings", new { model = ApiHost.Model, input = string.Concat(Enumerable.Repeat("{ ", 3000)) });

        var error = JsonElement.Parse(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).GetProperty("error");
        error.GetProperty("code").GetString().ShouldBe("context_length_exceeded");
        error.GetProperty("param").GetString().ShouldBe("input");
    }

    [Fact]
    public async Task Embeddings_are_the_same_as_numbers_and_packed_from_texts_and_from_ids()
    {
        var ids = await Ids("Hello world");
        var numbers = await Vector(new { model = ApiHost.Model, input = "Hello world" });
        var fromIds = await Vector(new { model = ApiHost.Model, input = new[] { ids } });
        var packed = (await api.AskAsync("/v1/embeddings", new { model = ApiHost.Model, input = new[] { "x", "Hello world" }, encoding_format = "base64" })).GetProperty("data")[1];
        var shorter = await Vector(new { model = ApiHost.Model, input = "Hello world", dimensions = 8 });

        var unpacked = System.Runtime.InteropServices.MemoryMarshal.Cast<byte, float>(packed.GetProperty("embedding").GetBytesFromBase64()).ToArray();
        numbers.Length.ShouldBe(32);
        numbers.Sum(x => x * x).ShouldBe(1, 1e-4);
        for (var i = 0; i < numbers.Length; i++)
        {
            fromIds[i].ShouldBe(numbers[i], 1e-5);
            ((double)unpacked[i]).ShouldBe(numbers[i], 1e-4);
        }

        shorter.Length.ShouldBe(8);
        shorter.Sum(x => x * x).ShouldBe(1, 1e-4);
    }

    [Fact]
    public async Task Tokens_are_counted_and_read_back()
    {
        var answer = await api.AskAsync("/v1/tokenize", new { model = ApiHost.Model, prompt = "Hello world", return_token_strs = true });
        var chat = await api.AskAsync("/v1/tokenize", new { model = ApiHost.Model, messages = new[] { new { role = "user", content = "Hello world" } } });
        var text = await api.AskAsync("/v1/detokenize", new { model = ApiHost.Model, tokens = answer.GetProperty("tokens") });

        answer.GetProperty("count").GetInt32().ShouldBe(answer.GetProperty("tokens").GetArrayLength());
        answer.GetProperty("max_model_len").GetInt32().ShouldBe(1024);
        string.Concat(answer.GetProperty("token_strs").EnumerateArray().Select(t => t.GetString())).ShouldBe("Hello world");
        chat.GetProperty("count").GetInt32().ShouldBeGreaterThan(answer.GetProperty("count").GetInt32());
        text.GetProperty("prompt").GetString().ShouldBe("Hello world");
    }

    [Fact]
    public async Task Models_are_listed_with_their_engine_and_why_it_was_chosen()
    {
        await api.AskAsync("/v1/completions", new { model = ApiHost.Model, prompt = "x", max_tokens = 1 });

        var list = JsonElement.Parse(await api.Http.GetStringAsync(new Uri("/v1/models", UriKind.Relative), TestContext.Current.CancellationToken));
        var one = JsonElement.Parse(await api.Http.GetStringAsync(new Uri($"/v1/models/{ApiHost.Model}", UriKind.Relative), TestContext.Current.CancellationToken));

        var ids = list.GetProperty("data").EnumerateArray().Select(m => m.GetProperty("id").GetString()).ToList();
        ids.Contains(ApiHost.Model, StringComparer.Ordinal).ShouldBeTrue();
        ids.Contains("voice", StringComparer.Ordinal).ShouldBeTrue(); // a route
        one.GetProperty("engine").GetString().ShouldNotBeNullOrEmpty();
        one.GetProperty("engine_reason").GetString().ShouldNotBeNullOrEmpty();
        one.GetProperty("status").GetString().ShouldBe("ready");
    }

    [Fact]
    public async Task Metrics_have_vllm_s_names_and_grow()
    {
        await api.AskAsync("/v1/completions", new { model = ApiHost.Model, prompt = "x", max_tokens = 3, ignore_eos = true });

        var text = await api.Client(null).GetStringAsync(new Uri("/metrics", UriKind.Relative), TestContext.Current.CancellationToken);

        var values = text.Split('\n').Where(line => line.Length > 0 && line[0] != '#').ToDictionary(line => line[..line.LastIndexOf(' ')], line => double.Parse(line[(line.LastIndexOf(' ') + 1)..], System.Globalization.CultureInfo.InvariantCulture), StringComparer.Ordinal);
        values["vllm:num_requests_running{model_name=\"tiny\"}"].ShouldBeGreaterThanOrEqualTo(0);
        values["vllm:generation_tokens_total{model_name=\"tiny\"}"].ShouldBeGreaterThanOrEqualTo(3);
        values["vllm:e2e_request_latency_seconds_count{model_name=\"tiny\"}"].ShouldBe(values["vllm:e2e_request_latency_seconds_bucket{model_name=\"tiny\",le=\"+Inf\"}"]);
        text.ShouldContain("# TYPE vllm:time_to_first_token_seconds histogram");
    }

    [Fact]
    public async Task Metrics_through_a_proxy_need_a_key_of_that_scope()
    {
        using var stranger = api.Client(await api.MakeKeyAsync());
        using var reader = api.Client(await api.MakeKeyAsync(Data.Accounts.ApiScopes.Metrics));
        foreach (var http in new[] { stranger, reader })
            http.DefaultRequestHeaders.Add("X-Forwarded-For", "203.0.113.7");

        using var refused = await stranger.GetAsync(new Uri("/metrics", UriKind.Relative), TestContext.Current.CancellationToken);
        using var read = await reader.GetAsync(new Uri("/metrics", UriKind.Relative), TestContext.Current.CancellationToken);

        refused.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        read.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    private async Task<int[]> Ids(string text) =>
        [.. (await api.AskAsync("/v1/tokenize", new { model = ApiHost.Model, prompt = text })).GetProperty("tokens").EnumerateArray().Select(id => id.GetInt32())];

    private async Task<double[]> Scores(object body, int choice) =>
        [.. (await api.AskAsync("/v1/completions", body)).GetProperty("choices")[choice].GetProperty("logprobs").GetProperty("token_logprobs").EnumerateArray().Skip(1).Select(score => score.GetDouble())];

    private async Task<double[]> Vector(object body) =>
        [.. (await api.AskAsync("/v1/embeddings", body)).GetProperty("data")[0].GetProperty("embedding").EnumerateArray().Select(x => x.GetDouble())];
}
