using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using MediatR;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Platform.Data.Accounts;
using Platform.Model.Routes;
using Platform.Model.Serving;
using Platform.Scenarios.Keys;
using Platform.Scenarios.Routes;
using Platform.Testing;
using Platform.Testing.Models;
using Shouldly;
using Xunit;

namespace Platform.Bots.Tests.OpenPlatform;

/// <summary>What happens to a model while it answers: each test has a host of its own.</summary>
public sealed class OwnHostTests
{
    private const string Model = "tiny";

    private static readonly object[] Messages = [new { role = "user", content = "hi" }];

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("/v1/chat/completions")]
    [InlineData("/v1/completions")]
    public async Task A_stream_of_a_model_that_is_taken_away_ends_with_an_error_that_is_noted(string path)
    {
        using var logs = new CollectedLogs();
        await using var host = Start(services => services.ServeTinyModels(), logs, ($"Models:Serving:Models:{Model}:Folder", Model), ("Models:Serving:DrainTime", "00:00:00"));
        using var http = await ClientAsync(host);
        using var request = new HttpRequestMessage(HttpMethod.Post, path)
        {
            Content = ApiHost.Json(new { model = Model, messages = path.Contains("chat", StringComparison.Ordinal) ? Messages : null, prompt = "hi", max_tokens = 900, ignore_eos = true, stream = true }),
        };
        using var answer = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Stop);
        await using var stream = await answer.Content.ReadAsStreamAsync(Stop);
        (await stream.ReadAsync(new byte[100], Stop)).ShouldBeGreaterThan(0);

        await host.Services.GetRequiredService<ModelHost>().UnloadAsync(Model);

        using var reader = new StreamReader(stream);
        var rest = await reader.ReadToEndAsync(Stop);
        rest.ShouldContain("\"code\":\"model_unavailable\"");
        rest.ShouldNotContain("abort");
        rest.ShouldNotContain("[DONE]");
        for (var wait = 0; wait < 100 && !IsNoted(logs); wait++)
            await Task.Delay(20, Stop);
        IsNoted(logs).ShouldBeTrue();
    }

    [Fact]
    public async Task A_route_that_is_set_live_stands_before_a_served_model_of_its_name()
    {
        await using var server = await OpenAiServer.StartAsync("from afar");
        await using var host = Start(services => services.ServeTinyModels(), null, ($"Models:Serving:Models:{Model}:Folder", Model));
        using var http = await ClientAsync(host);
        var mediator = host.Services.GetRequiredService<IMediator>();

        (await mediator.Send(new SaveRoute(Model, new ModelRoute { Endpoint = new Uri(server.Endpoint), Model = "their-name" }, null), Stop)).ShouldBeOfType<SaveRouteOutcome.Saved>();

        (await TextAsync(http)).ShouldBe("from afar");
        JsonElement.Parse(await http.GetStringAsync(new Uri($"/v1/models/{Model}", UriKind.Relative), Stop)).GetProperty("kind").GetString().ShouldBe("route");

        (await mediator.Send(new RemoveRoute(Model, null), Stop)).ShouldBeOfType<RemoveRouteOutcome.Removed>();
        (await TextAsync(http)).ShouldNotBe("from afar", StringComparer.Ordinal);
    }

    [Fact]
    public async Task Why_a_checkpoint_does_not_open_is_not_told_to_callers()
    {
        await using var host = Start(_ => { }, null, ($"Models:Serving:Models:{Model}:Folder", "/srv/no-such-place/checkpoint"));
        using var http = await ClientAsync(host);

        using var answer = await http.PostAsync(new Uri("/v1/chat/completions", UriKind.Relative), ApiHost.Json(new { model = Model, messages = Messages }), Stop);

        answer.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
        var text = await answer.Content.ReadAsStringAsync(Stop);
        text.ShouldContain("cannot be loaded");
        text.ShouldNotContain("no-such-place");
        host.Services.GetRequiredService<ModelHost>().Models.Single().Failure.ShouldNotBeNull().ShouldContain("no-such-place"); // the console shows it
    }

    private static bool IsNoted(CollectedLogs logs) => logs.Lines.Any(line => line.Contains("Call failed: status 503", StringComparison.Ordinal));

    private static TestHost Start(Action<IServiceCollection> more, CollectedLogs? logs, params (string Key, string? Value)[] settings)
    {
        var host = new TestHost(settings)
        {
            Replace = services =>
            {
                if (logs is not null)
                    services.AddSingleton<ILoggerProvider>(logs);
                more(services);
            },
        };
        host.UseKestrel(0);
        host.StartServer();
        return host;
    }

    private static async Task<HttpClient> ClientAsync(TestHost host)
    {
        var key = await host.Services.GetRequiredService<IMediator>().Send(new CreateKey("test", ApiEnvironment.Live, ApiScopes.All, By: null), Stop);
        var http = new HttpClient { BaseAddress = host.ClientOptions.BaseAddress, Timeout = TimeSpan.FromSeconds(60) };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key.Secret);
        return http;
    }

    private static async Task<string?> TextAsync(HttpClient http)
    {
        using var answer = await http.PostAsync(new Uri("/v1/chat/completions", UriKind.Relative), ApiHost.Json(new { model = Model, messages = Messages, max_tokens = 3 }), Stop);
        var text = await answer.Content.ReadAsStringAsync(Stop);
        answer.IsSuccessStatusCode.ShouldBeTrue(text);
        return JsonElement.Parse(text).GetProperty("choices")[0].GetProperty("message").GetProperty("content").GetString();
    }
}
