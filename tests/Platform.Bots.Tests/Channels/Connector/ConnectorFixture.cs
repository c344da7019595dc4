using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Platform.Data;
using Platform.Data.Conversations;
using Platform.Testing;
using Platform.Testing.Channels;
using Xunit;

namespace Platform.Bots.Tests.Channels.Connector;

/// <summary>The host in Development without an application id, and a channel on a real socket.</summary>
public sealed class OpenConnector : ConnectorFixture
{
    protected override (string, string?)[] Settings(FakeIssuer issuer, FakeConnector connector) =>
        [("Conversations:Scenario", "channel-check"), ("Connector:RetryDelay", "00:00:00.020"), ("Connector:StreamInterval", "00:00:00.300")];
}

/// <summary>The host in Production with an application id.</summary>
public sealed class GuardedConnector : ConnectorFixture
{
    protected override (string, string?)[] Settings(FakeIssuer issuer, FakeConnector connector) =>
        [("Conversations:Scenario", "channel-check"), ("environment", "Production"), .. issuer.Settings(connector), ("Connector:KeyRefreshInterval", "01:00:00")];
}

public abstract class ConnectorFixture : IAsyncLifetime
{
    private TestHost? _host;
    private HttpClient? _client;

    public FakeConnector Connector { get; private set; } = null!;

    public FakeIssuer Issuer { get; private set; } = null!;

    public IServiceProvider Services => _host!.Services;

    public async ValueTask InitializeAsync()
    {
        (Connector, Issuer) = (await FakeConnector.StartAsync(), await FakeIssuer.StartAsync());
        _host = new TestHost(Settings(Issuer, Connector));
        _client = _host.CreateClient();
    }

    protected abstract (string, string?)[] Settings(FakeIssuer issuer, FakeConnector connector);

    /// <summary>An activity as a channel sends it.</summary>
    public JsonObject Activity(string type, string conversation, string channel = "emulator", string? text = null, string? id = null, string? conversationType = null)
    {
        var activity = new JsonObject
        {
            ["type"] = type,
            ["channelId"] = channel,
            ["serviceUrl"] = Connector.ServiceUrl,
            ["from"] = new JsonObject { ["id"] = "user-1", ["name"] = "Li" },
            ["recipient"] = new JsonObject { ["id"] = "bot-1" },
            ["conversation"] = new JsonObject { ["id"] = conversation },
            ["id"] = id ?? Guid.NewGuid().ToString(),
        };
        if (text is not null)
            activity["text"] = text;
        if (conversationType is not null)
            activity["conversation"]!["conversationType"] = conversationType;
        return activity;
    }

    public Task<HttpResponseMessage> PostAsync(JsonNode activity, string? token = null) => PostAsync(activity.ToJsonString(), token);

    public Task<HttpResponseMessage> PostAsync(string body, string? token = null, string contentType = "application/json") =>
        SendAsync(HttpMethod.Post, new StringContent(body, Encoding.UTF8, contentType), token);

    public async Task<HttpResponseMessage> SendAsync(HttpMethod method, HttpContent? content, string? token = null)
    {
        using var request = new HttpRequestMessage(method, "/api/messages") { Content = content };
        if (token is not null)
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return await _client!.SendAsync(request, TestContext.Current.CancellationToken);
    }

    public async Task<HttpStatusCode> StatusAsync(JsonNode activity, string? token = null)
    {
        using var response = await PostAsync(activity, token);
        return response.StatusCode;
    }

    public async Task<T> QueryAsync<T>(Func<PlatformDbContext, Task<T>> query)
    {
        await using var db = await Services.GetRequiredService<IDbContextFactory<PlatformDbContext>>().CreateDbContextAsync(TestContext.Current.CancellationToken);
        return await query(db);
    }

    /// <summary>What was said in a conversation, once there is so much of it; that somebody types is left out.</summary>
    public Task<IReadOnlyList<SentActivity>> SentAsync(string conversation, int count) =>
        Connector.WaitAsync(conversation, count, TestContext.Current.CancellationToken, sent => sent.Type != "typing");

    public Task<List<Turn>> TurnsAsync(string conversation) => QueryAsync(db => db.Turns.AsNoTracking()
        .Where(t => db.Conversations.Any(c => c.Id == t.ConversationId && c.ChannelConversationId == conversation)).OrderBy(t => t.Sequence).ToListAsync(TestContext.Current.CancellationToken));

    public Task<Conversation> ConversationAsync(string conversation) =>
        QueryAsync(db => db.Conversations.AsNoTracking().SingleAsync(c => c.ChannelConversationId == conversation, TestContext.Current.CancellationToken));

    public async ValueTask DisposeAsync()
    {
        _client?.Dispose();
        if (_host is not null)
            await _host.DisposeAsync();
        await Connector.DisposeAsync();
        await Issuer.DisposeAsync();
        GC.SuppressFinalize(this);
    }
}
