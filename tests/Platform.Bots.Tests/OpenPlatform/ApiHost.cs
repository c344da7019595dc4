using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using MediatR;
using Microsoft.Extensions.DependencyInjection;
using Platform.Bots.Tests.OpenPlatform;
using Platform.Data.Accounts;
using Platform.Model.Serving;
using Platform.Scenarios.Keys;
using Platform.Testing;
using Platform.Testing.Models;
using Xunit;

[assembly: AssemblyFixture(typeof(ApiHost))]

namespace Platform.Bots.Tests.OpenPlatform;

/// <summary>The real host on a real socket, serving a tiny random checkpoint; tests share it.</summary>
public sealed class ApiHost : IAsyncLifetime
{
    public const string Model = "tiny";

    /// <summary>The same for a test that needs a model to itself.</summary>
    public const string Alone = "alone";

    private TestHost _host = null!;

    public TestHost Host => _host;

    public Uri Address => _host.ClientOptions.BaseAddress;

    /// <summary>A key that may do everything.</summary>
    public string Key { get; private set; } = "";

    public HttpClient Http { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        _host = new TestHost(
            ($"Models:Serving:Models:{Model}:Folder", Model),
            ($"Models:Serving:Models:{Alone}:Folder", Alone),
            ($"Models:Serving:Models:{Model}:DefaultMaxTokens", "16"),
            ("Models:Routes:voice:Local", Model),
            ("Models:Routes:poetry:Local", Model))
        {
            Replace = services => services.ServeTinyModels(),
        };
        _host.UseKestrel(0);
        _host.StartServer();
        Key = await MakeKeyAsync();
        Http = Client(Key);
    }

    /// <summary>Sequences that <see cref="Alone"/> computes now.</summary>
    public int RunningAlone => _host.Services.GetRequiredService<ModelHost>().Models.Single(model => model.Name == Alone).Figures.Running;

    public async Task<string> MakeKeyAsync(ApiScopes scopes = ApiScopes.All, Func<CreateKey, CreateKey>? more = null)
    {
        var create = new CreateKey("test", ApiEnvironment.Live, scopes, By: null);
        return (await _host.Services.GetRequiredService<IMediator>().Send(more is null ? create : more(create))).Secret;
    }

    public HttpClient Client(string? key)
    {
        var http = new HttpClient { BaseAddress = Address, Timeout = TimeSpan.FromSeconds(60) };
        if (key is not null)
            http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
        return http;
    }

    public static StringContent Json(object body) => new(body as string ?? JsonSerializer.Serialize(body), Encoding.UTF8, "application/json");

    public Task<HttpResponseMessage> PostAsync(string path, object body, HttpClient? http = null) =>
        (http ?? Http).PostAsync(new Uri(path, UriKind.Relative), Json(body), TestContext.Current.CancellationToken);

    /// <summary>The answer as JSON; fails the test on any status but 200.</summary>
    public async Task<JsonElement> AskAsync(string path, object body)
    {
        using var answer = await PostAsync(path, body);
        var text = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.True(answer.IsSuccessStatusCode, $"{(int)answer.StatusCode}: {text}");
        return JsonElement.Parse(text);
    }

    /// <summary>What a stream says, event by event, without the last one.</summary>
    public async Task<IReadOnlyList<JsonElement>> StreamAsync(string path, object body)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = Json(body) };
        using var answer = await Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken);
        var text = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.True(answer.IsSuccessStatusCode, $"{(int)answer.StatusCode}: {text}");
        Assert.EndsWith("data: [DONE]\n\n", text, StringComparison.Ordinal);
        return [.. text.Split("\n\n", StringSplitOptions.RemoveEmptyEntries).Select(line => line["data: ".Length..]).Where(data => data != "[DONE]").Select(data => JsonElement.Parse(data))];
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await _host.DisposeAsync();
    }
}
