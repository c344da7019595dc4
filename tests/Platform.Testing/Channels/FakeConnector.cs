using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Platform.Testing.Channels;

/// <summary>A channel's side of the Bot Connector on a real socket: takes what the bot sends and keeps it in the order it came.</summary>
public sealed class FakeConnector : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ConcurrentQueue<SentActivity> _sent = new();
    private int _lastId;

    private FakeConnector(WebApplication app) => _app = app;

    public string ServiceUrl { get; private set; } = "";

    public IReadOnlyList<SentActivity> Sent => [.. _sent];

    /// <summary>Answers instead of the usual way; null for the usual one.</summary>
    public Func<SentActivity, IResult?>? Answer { get; set; }

    public static async Task<FakeConnector> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.AddRouting();
        var app = builder.Build();
        var connector = new FakeConnector(app);
        app.Map("/{**path}", (Delegate)connector.TakeAsync);
        await app.StartAsync();
        connector.ServiceUrl = app.Urls.Single();
        return connector;
    }

    /// <summary>What was sent to a conversation, when it is as much as is waited for.</summary>
    public async Task<IReadOnlyList<SentActivity>> WaitAsync(string conversation, int count, CancellationToken cancellationToken, Func<SentActivity, bool>? where = null)
    {
        for (var attempt = 0; attempt < 600; attempt++)
        {
            SentActivity[] sent = [.. _sent.Where(s => s.Path.Contains($"/{Uri.EscapeDataString(conversation)}/", StringComparison.Ordinal) && (where is null || where(s)))];
            if (sent.Length >= count)
                return sent;
            await Task.Delay(25, cancellationToken);
        }

        throw new TimeoutException($"{count} activities were not sent to '{conversation}' within 15 s. Sent: {string.Join(" | ", _sent.Select(s => $"{s.Path} {s.Body?.ToJsonString()}"))}");
    }

    private async Task<IResult> TakeAsync(HttpContext http)
    {
        var body = await JsonNode.ParseAsync(http.Request.Body);
        var sent = new SentActivity(
            http.Request.Method, http.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget, http.Request.Headers.Authorization, body, DateTimeOffset.UtcNow);
        _sent.Enqueue(sent);
        if (Answer?.Invoke(sent) is { } answer)
            return answer;
        var id = $"out-{Interlocked.Increment(ref _lastId)}";
        return sent.Stream is { } stream && stream["streamId"] is not null && (string?)stream["streamType"] != "final"
            ? Results.Json(new JsonObject(), statusCode: StatusCodes.Status202Accepted)
            : Results.Json(new JsonObject { ["id"] = id }, statusCode: StatusCodes.Status201Created);
    }

    public async ValueTask DisposeAsync() => await _app.DisposeAsync();
}

/// <param name="Path">As it stood in the request line, percent-encoding and all.</param>
public sealed record SentActivity(string Method, string Path, string? Authorization, JsonNode? Body, DateTimeOffset At)
{
    public string? Type => (string?)Body?["type"];

    public string? Text => (string?)Body?["text"];

    public JsonNode? Stream => Body?["entities"]?.AsArray().FirstOrDefault(entity => (string?)entity?["type"] == "streaminfo");
}
