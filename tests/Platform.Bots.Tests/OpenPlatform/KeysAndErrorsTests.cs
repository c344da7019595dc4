using System.Net;
using System.Text.Json;
using MediatR;
using Microsoft.Extensions.DependencyInjection;
using Platform.Bots.Access.ApiKeys;
using Platform.Data.Accounts;
using Platform.Scenarios.Accounts;
using Platform.Scenarios.Keys;
using Platform.Testing;
using Shouldly;
using Xunit;

namespace Platform.Bots.Tests.OpenPlatform;

public sealed class KeysAndErrorsTests(ApiHost api)
{
    private static readonly object Ask = new { model = ApiHost.Model, messages = new[] { new { role = "user", content = "hi" } }, max_tokens = 1 };

    [Theory]
    [InlineData(null)]
    [InlineData("sk-no-key")]
    [InlineData("pk-live-aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa")]
    [InlineData("pg-nonsense")]
    public async Task Without_a_key_that_works_nothing_is_answered(string? key)
    {
        using var http = api.Client(key);

        using var answer = await api.PostAsync("/v1/chat/completions", Ask, http);

        answer.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        (await ErrorOf(answer)).ShouldBe(("authentication_error", "invalid_api_key", null));
    }

    [Fact]
    public async Task A_revoked_key_is_refused_within_five_seconds()
    {
        var key = await api.MakeKeyAsync();
        using var http = api.Client(key);
        (await api.PostAsync("/v1/chat/completions", Ask, http)).StatusCode.ShouldBe(HttpStatusCode.OK);
        var mediator = api.Host.Services.GetRequiredService<IMediator>();
        var id = (await mediator.Send(new FindKey(KeySecret.Hash(key)), TestContext.Current.CancellationToken))!.Key.Id;

        await mediator.Send(new ChangeKey(id, KeyChange.Revoke, null, null), TestContext.Current.CancellationToken);

        var revoked = TimeProvider.System.GetTimestamp();
        HttpStatusCode status;
        do
        {
            using var answer = await http.GetAsync(new Uri("/v1/models", UriKind.Relative), TestContext.Current.CancellationToken);
            status = answer.StatusCode;
            await Task.Delay(100, TestContext.Current.CancellationToken);
        }
        while (status == HttpStatusCode.OK && TimeProvider.System.GetElapsedTime(revoked) < TimeSpan.FromSeconds(20));
        status.ShouldBe(HttpStatusCode.Unauthorized);
        TimeProvider.System.GetElapsedTime(revoked).ShouldBeLessThan(TimeSpan.FromSeconds(5));
    }

    [Fact]
    public async Task A_pass_of_the_playground_ends_when_an_admin_locks_its_account()
    {
        var (_, account) = await ConsoleClient.MakeAccountAsync(api.Host, Roles.Developer);
        using var http = api.Client(api.Host.Services.GetRequiredService<PlaygroundPasses>().Make(new PlaygroundPass(account, OverQuota: false)));
        var models = new Uri("/v1/models", UriKind.Relative);

        using var before = await http.GetAsync(models, TestContext.Current.CancellationToken);
        await api.Host.Services.GetRequiredService<IMediator>().Send(new ChangeAccount(account, [Roles.Developer], Locked: true, Guid.Empty), TestContext.Current.CancellationToken);
        using var after = await http.GetAsync(models, TestContext.Current.CancellationToken);

        before.StatusCode.ShouldBe(HttpStatusCode.OK);
        after.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task A_key_does_only_what_its_scopes_models_and_origins_allow()
    {
        using var chatOnly = api.Client(await api.MakeKeyAsync(ApiScopes.Chat));
        using var other = api.Client(await api.MakeKeyAsync(more: k => k with { Models = ["another"] }));
        using var site = api.Client(await api.MakeKeyAsync(more: k => k with { Origins = ["https://a.example"] }));
        site.DefaultRequestHeaders.Add("Origin", "https://b.example");

        using var scope = await api.PostAsync("/v1/embeddings", new { model = ApiHost.Model, input = "x" }, chatOnly);
        using var model = await api.PostAsync("/v1/chat/completions", Ask, other);
        using var origin = await api.PostAsync("/v1/chat/completions", Ask, site);

        foreach (var (answer, code) in new[] { (scope, "missing_scope"), (model, "model_not_allowed"), (origin, "origin_not_allowed") })
        {
            answer.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
            (await ErrorOf(answer)).Code.ShouldBe(code);
        }

        var listed = JsonElement.Parse(await other.GetStringAsync(new Uri("/v1/models", UriKind.Relative), TestContext.Current.CancellationToken));
        listed.GetProperty("data").GetArrayLength().ShouldBe(0);
    }

    [Fact]
    public async Task A_key_for_some_models_may_not_choose_their_adapters()
    {
        var ask = new { model = "voice", messages = new[] { new { role = "user", content = "hi" } }, max_tokens = 1, adapter = "other" };
        using var narrow = api.Client(await api.MakeKeyAsync(more: k => k with { Models = ["voice"] }));

        using var refused = await api.PostAsync("/v1/chat/completions", ask, narrow);
        using var refusedText = await api.PostAsync("/v1/completions", new { ask.model, prompt = "hi", ask.max_tokens, ask.adapter }, narrow);
        using var unknown = await api.PostAsync("/v1/chat/completions", ask);

        foreach (var answer in new[] { refused, refusedText })
        {
            answer.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
            (await ErrorOf(answer)).ShouldBe(("permission_error", "model_not_allowed", "adapter"));
        }

        (await ErrorOf(unknown)).Code.ShouldBe("model_not_found"); // a key for all models gets as far as the model, which has no such adapter
    }

    [Fact]
    public async Task A_key_that_is_used_up_gets_429_with_the_time_to_wait_and_its_limits_in_headers()
    {
        using var http = api.Client(await api.MakeKeyAsync(more: k => k with { RequestsPerMinute = 2, TokensPerDay = 100_000 }));
        using var first = await api.PostAsync("/v1/chat/completions", Ask, http);
        using var second = await api.PostAsync("/v1/chat/completions", Ask, http);

        using var third = await api.PostAsync("/v1/chat/completions", Ask, http);

        first.Headers.GetValues("x-ratelimit-remaining-requests").ShouldHaveSingleItem().ShouldBe("1");
        first.Headers.GetValues("x-ratelimit-limit-tokens").ShouldHaveSingleItem().ShouldBe("100000");
        second.StatusCode.ShouldBe(HttpStatusCode.OK);
        third.StatusCode.ShouldBe(HttpStatusCode.TooManyRequests);
        third.Headers.RetryAfter!.Delta!.Value.TotalSeconds.ShouldBeInRange(1, 60);
        (await ErrorOf(third)).ShouldBe(("rate_limit_error", "rate_limit_exceeded", null));
    }

    [Fact]
    public async Task What_a_key_used_is_kept_and_counts_against_its_budget()
    {
        var key = await api.MakeKeyAsync(more: k => k with { TokensPerDay = 10 });
        using var http = api.Client(key);
        using var first = await api.PostAsync("/v1/chat/completions", new { model = ApiHost.Model, messages = new[] { new { role = "user", content = "a longer text than ten tokens, surely, for a vocabulary of bytes" } }, max_tokens = 3, ignore_eos = true }, http);
        first.StatusCode.ShouldBe(HttpStatusCode.OK);

        using var second = await api.PostAsync("/v1/chat/completions", Ask, http);

        (await ErrorOf(second)).Code.ShouldBe("insufficient_quota");
        var mediator = api.Host.Services.GetRequiredService<IMediator>();
        var id = (await mediator.Send(new FindKey(KeySecret.Hash(key)), TestContext.Current.CancellationToken))!.Key.Id;
        IReadOnlyList<KeyUsage> usage = [];
        for (var i = 0; i < 100 && usage.Count == 0; i++)
        {
            await Task.Delay(100, TestContext.Current.CancellationToken);
            usage = await mediator.Send(new ReadUsage(DateOnly.MinValue, DateOnly.MaxValue, id, null), TestContext.Current.CancellationToken);
        }

        var row = usage.Single(u => u.Model == ApiHost.Model);
        row.CompletionTokens.ShouldBe(3);
        row.PromptTokens.ShouldBeGreaterThan(10);
        usage.Sum(u => u.Requests).ShouldBe(1);
        usage.Sum(u => u.Errors).ShouldBe(1);
    }

    [Theory]
    [InlineData("{", 400, "invalid_json", null)]
    [InlineData("[]", 400, "invalid_value", "body")]
    [InlineData("""{"model":"tiny","messages":[{"role":"user","role":"user","content":"x"}]}""", 400, "invalid_json", null)]
    [InlineData("{}", 400, "invalid_value", "model")]
    [InlineData("""{"model":"nope","messages":[{"role":"user","content":"x"}]}""", 404, "model_not_found", "model")]
    [InlineData("""{"model":"tiny"}""", 400, "invalid_value", "messages")]
    [InlineData("""{"model":"tiny","messages":[{"role":"boss","content":"x"}]}""", 400, "invalid_value", "messages[0].role")]
    [InlineData("""{"model":"tiny","messages":[{"role":"user","content":[{"type":"image_url","image_url":{"url":"x"}}]}]}""", 400, "invalid_value", "messages[0].content[0].type")]
    [InlineData("""{"model":"tiny","messages":[{"role":"user","content":"\ud800"}]}""", 400, "invalid_value", "messages[0].content")]
    [InlineData("""{"model":"tiny","messages":[{"role":"user","content":"x"}],"temperature":"hot"}""", 400, "invalid_value", "temperature")]
    [InlineData("""{"model":"tiny","messages":[{"role":"user","content":"x"}],"top_p":7}""", 400, "invalid_value", "top_p")]
    [InlineData("""{"model":"tiny","messages":[{"role":"user","content":"x"}],"n":0}""", 400, "invalid_value", "n")]
    [InlineData("""{"model":"tiny","messages":[{"role":"user","content":"x"}],"logit_bias":{"a":1}}""", 400, "invalid_value", "logit_bias")]
    [InlineData("""{"model":"tiny","messages":[{"role":"user","content":"x"}],"response_format":{"type":"xml"}}""", 400, "invalid_value", "response_format.type")]
    [InlineData("""{"model":"tiny","messages":[{"role":"user","content":"x"}],"max_tokens":1000000}""", 400, "context_length_exceeded", "messages")]
    [InlineData("""{"model":"tiny","messages":[{"role":"user","content":"x"}],"tool_choice":"required"}""", 400, "invalid_value", "tool_choice")]
    public async Task What_is_wrong_is_said_in_openai_s_shape(string body, int status, string code, string? parameter)
    {
        using var answer = await api.PostAsync("/v1/chat/completions", body);

        ((int)answer.StatusCode).ShouldBe(status);
        (_, var given, var param) = await ErrorOf(answer);
        (given, param).ShouldBe((code, parameter));
    }

    [Fact]
    public async Task A_body_that_is_too_large_and_an_address_that_is_not_there_are_refused_in_the_same_shape()
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/chat/completions") { Content = ApiHost.Json(new { model = ApiHost.Model, messages = new[] { new { role = "user", content = new string('x', 5_000_000) } } }) };
        request.Headers.ExpectContinue = true; // a server may hang up on what it does not want; so it can say no before
        using var large = await api.Http.SendAsync(request, TestContext.Current.CancellationToken);
        using var nowhere = await api.PostAsync("/v1/images", new { });

        large.StatusCode.ShouldBe(HttpStatusCode.RequestEntityTooLarge);
        (await ErrorOf(large)).Code.ShouldBe("request_too_large");
        nowhere.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await ErrorOf(nowhere)).Code.ShouldBe("unknown_url");
    }

    private static async Task<(string? Type, string? Code, string? Parameter)> ErrorOf(HttpResponseMessage answer)
    {
        var error = JsonElement.Parse(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).GetProperty("error");
        error.GetProperty("message").GetString().ShouldNotBeNullOrWhiteSpace();
        return (error.GetProperty("type").GetString(), error.GetProperty("code").GetString(), error.GetProperty("param").GetString());
    }
}
