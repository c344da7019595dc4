using System.Net;
using System.Text.Json;
using MediatR;
using Microsoft.Extensions.DependencyInjection;
using Platform.Data.Accounts;
using Platform.Model.Routes;
using Platform.Scenarios.Keys;
using Platform.Scenarios.Routes;
using Platform.Testing;
using Shouldly;
using Xunit;

namespace Platform.Bots.Tests.OpenPlatform;

/// <summary>Requests for skills whose route leads to another server.</summary>
public sealed class RemoteModelTests(ApiHost api)
{
    private static readonly object[] Messages = [new { role = "user", content = "hi" }];

    [Fact]
    public async Task A_request_goes_on_as_it_is_under_the_endpoint_s_own_name_for_the_model()
    {
        await using var server = await OpenAiServer.StartAsync("from afar");
        await SetAsync("afar", new ModelRoute { Endpoint = new Uri(server.Endpoint), Model = "their-name" });

        var answer = await api.AskAsync("/v1/chat/completions", new { model = "afar", messages = Messages, temperature = 0.3, some_extension = 5 });

        answer.GetProperty("choices")[0].GetProperty("message").GetProperty("content").GetString().ShouldBe("from afar");
        var sent = server.Requests.ShouldHaveSingleItem().RootElement;
        sent.GetProperty("model").GetString().ShouldBe("their-name");
        sent.GetProperty("some_extension").GetInt32().ShouldBe(5);
    }

    [Fact]
    public async Task A_stream_comes_through_in_pieces()
    {
        await using var server = await OpenAiServer.StartAsync("from very far away");
        await SetAsync("afar-stream", new ModelRoute { Endpoint = new Uri(server.Endpoint), Model = "m" });

        var pieces = await api.StreamAsync("/v1/chat/completions", new { model = "afar-stream", messages = Messages, stream = true });

        string.Concat(pieces.Select(p => p.GetProperty("choices")[0].GetProperty("delta").GetProperty("content").GetString())).ShouldBe("from very far away");
        server.Requests[0].RootElement.GetProperty("stream_options").GetProperty("include_usage").GetBoolean().ShouldBeTrue(); // for the caller's account
    }

    [Fact]
    public async Task Of_a_stream_whose_endpoint_tells_no_usage_its_pieces_are_counted()
    {
        await using var server = await OpenAiServer.StartAsync("twelve signs");
        await SetAsync("afar-uncounted", new ModelRoute { Endpoint = new Uri(server.Endpoint), Model = "m" });
        var key = await api.MakeKeyAsync();
        using var http = api.Client(key);

        (await api.PostAsync("/v1/chat/completions", new { model = "afar-uncounted", messages = Messages, stream = true }, http)).Dispose();

        var mediator = api.Host.Services.GetRequiredService<IMediator>();
        var id = (await mediator.Send(new FindKey(KeySecret.Hash(key)), TestContext.Current.CancellationToken))!.Key.Id;
        IReadOnlyList<KeyUsage> usage = [];
        for (var i = 0; i < 100 && usage.Count == 0; i++)
        {
            await Task.Delay(100, TestContext.Current.CancellationToken);
            usage = await mediator.Send(new ReadUsage(DateOnly.MinValue, DateOnly.MaxValue, id, null), TestContext.Current.CancellationToken);
        }

        usage.Single().CompletionTokens.ShouldBe(4); // three pieces of four signs, and the reason
        usage.Single().PromptTokens.ShouldBeGreaterThan(10);
    }

    [Fact]
    public async Task When_the_endpoint_fails_the_fallback_answers_here()
    {
        await using var server = await OpenAiServer.StartAsync("", status: _ => 500);
        await SetAsync("shaky", new ModelRoute { Endpoint = new Uri(server.Endpoint), Model = "m", Retries = 0, Fallback = "voice" });

        var answer = await api.AskAsync("/v1/chat/completions", new { model = "shaky", messages = Messages, max_tokens = 1 });

        answer.GetProperty("usage").GetProperty("completion_tokens").GetInt32().ShouldBe(1);
        server.Requests.Count.ShouldBe(1);
    }

    [Theory]
    [InlineData(500, 502, "route_failed")]
    [InlineData(401, 502, "route_refused")]
    [InlineData(429, 429, "route_busy")]
    [InlineData(422, 422, "route_refused_request")]
    public async Task What_an_endpoint_answers_is_told_apart(int theirs, int ours, string code)
    {
        await using var server = await OpenAiServer.StartAsync("", status: _ => theirs);
        var skill = $"answers-{theirs}";
        await SetAsync(skill, new ModelRoute { Endpoint = new Uri(server.Endpoint), Model = "m", Retries = 0 });

        using var answer = await api.PostAsync("/v1/chat/completions", new { model = skill, messages = Messages });

        ((int)answer.StatusCode).ShouldBe(ours);
        JsonElement.Parse(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).GetProperty("error").GetProperty("code").GetString().ShouldBe(code);
    }

    [Fact]
    public async Task An_endpoint_that_hangs_ends_with_the_route_s_time_limit()
    {
        await using var server = await OpenAiServer.StartAsync("", hangs: true);
        await SetAsync("slow", new ModelRoute { Endpoint = new Uri(server.Endpoint), Model = "m", TimeLimit = TimeSpan.FromSeconds(1) });

        using var answer = await api.PostAsync("/v1/chat/completions", new { model = "slow", messages = Messages });

        answer.StatusCode.ShouldBe(HttpStatusCode.GatewayTimeout);
        answer.Headers.RetryAfter.ShouldNotBeNull();
    }

    [Fact]
    public async Task A_stream_whose_line_does_not_end_is_broken_off_with_an_error()
    {
        await using var server = await OpenAiServer.StartAsync("", endlessLine: 5 * 1024 * 1024);
        await SetAsync("endless", new ModelRoute { Endpoint = new Uri(server.Endpoint), Model = "m", TimeLimit = TimeSpan.FromSeconds(60) });

        using var answer = await api.PostAsync("/v1/chat/completions", new { model = "endless", messages = Messages, stream = true });

        var text = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        text.Length.ShouldBeLessThan(2000);
        JsonElement.Parse(text[text.IndexOf('{')..].Trim()).GetProperty("error").GetProperty("code").GetString().ShouldBe("route_failed");
    }

    private async Task SetAsync(string skill, ModelRoute route) =>
        (await api.Host.Services.GetRequiredService<IMediator>().Send(new SaveRoute(skill, route, null), TestContext.Current.CancellationToken)).ShouldBeOfType<SaveRouteOutcome.Saved>();
}
