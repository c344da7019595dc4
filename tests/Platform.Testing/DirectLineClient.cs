using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Net.WebSockets;
using System.Text.Json.Nodes;

namespace Platform.Testing;

/// <summary>A small Direct Line 3.0 client: one conversation, by token, polling or watching.</summary>
public sealed class DirectLineClient : IDisposable
{
    private readonly HttpClient _http;
    private readonly string _user;

    private DirectLineClient(HttpClient http, string user, string conversationId, Uri streamUrl) =>
        (_http, _user, ConversationId, StreamUrl) = (http, user, conversationId, streamUrl);

    public string ConversationId { get; }

    public Uri StreamUrl { get; }

    /// <param name="authorization">A secret or a token.</param>
    public static async Task<DirectLineClient> StartAsync(Uri server, string authorization, string user, CancellationToken cancellationToken)
    {
        var http = new HttpClient { BaseAddress = new Uri(server, "/v3/directline/"), Timeout = TimeSpan.FromMinutes(2) };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", authorization);
        using var response = await http.PostAsJsonAsync("conversations", new { user = new { id = user } }, cancellationToken);
        if (!response.IsSuccessStatusCode)
            throw new HttpRequestException($"The conversation did not start: {(int)response.StatusCode} {await response.Content.ReadAsStringAsync(cancellationToken)}");
        var started = await response.Content.ReadFromJsonAsync<JsonObject>(cancellationToken);
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", (string)started!["token"]!);
        return new DirectLineClient(http, user, (string)started["conversationId"]!, new Uri((string)started["streamUrl"]!));
    }

    /// <summary>Says something; the id makes a repetition of the same message recognisable to whoever reads the conversation.</summary>
    public async Task<(HttpStatusCode Status, string? Id)> PostAsync(string text, string clientActivityId, CancellationToken cancellationToken)
    {
        using var response = await _http.PostAsJsonAsync($"conversations/{ConversationId}/activities", new
        {
            type = "message",
            from = new { id = _user },
            text,
            locale = "en-US",
            channelData = new { clientActivityID = clientActivityId },
        }, cancellationToken);
        if (!response.IsSuccessStatusCode)
            return (response.StatusCode, null);
        var body = await response.Content.ReadFromJsonAsync<JsonObject>(cancellationToken);
        return (response.StatusCode, (string?)body!["id"]);
    }

    /// <summary>Everything that was said after a watermark, page by page.</summary>
    public async Task<(IReadOnlyList<JsonObject> Activities, string? Watermark)> ReadAsync(string? watermark, CancellationToken cancellationToken)
    {
        var activities = new List<JsonObject>();
        while (true)
        {
            var page = await _http.GetFromJsonAsync<JsonObject>($"conversations/{ConversationId}/activities?watermark={watermark}", cancellationToken);
            var batch = page!["activities"]!.AsArray().Select(a => a!.AsObject()).ToList();
            watermark = (string?)page["watermark"] ?? watermark;
            if (batch.Count == 0)
                return (activities, watermark);
            activities.AddRange(batch);
        }
    }

    /// <summary>A new address of the stream, from a watermark on.</summary>
    public async Task<Uri> ReconnectAsync(string? watermark, CancellationToken cancellationToken)
    {
        var body = await _http.GetFromJsonAsync<JsonObject>($"conversations/{ConversationId}?watermark={watermark}", cancellationToken);
        return new Uri((string)body!["streamUrl"]!);
    }

    /// <summary>Watches until cancelled or until the socket ends, however it ends.</summary>
    public static async Task WatchAsync(Uri stream, Action<JsonObject> activity, Action<string>? watermark, CancellationToken cancellationToken)
    {
        try
        {
            await ReceiveAsync(stream, activity, watermark, cancellationToken);
        }
        catch (Exception end) when (end is OperationCanceledException or WebSocketException)
        {
            // the server went away, or nobody watches any more
        }
    }

    private static async Task ReceiveAsync(Uri stream, Action<JsonObject> activity, Action<string>? watermark, CancellationToken cancellationToken)
    {
        using var socket = new ClientWebSocket();
        await socket.ConnectAsync(stream, cancellationToken);
        var frame = new MemoryStream();
        var part = new byte[16 * 1024];
        while (true)
        {
            var received = await socket.ReceiveAsync(part.AsMemory(), cancellationToken);
            if (received.MessageType == WebSocketMessageType.Close)
                return;
            frame.Write(part, 0, received.Count);
            if (!received.EndOfMessage)
                continue;
            if (frame.Length > 0)
            {
                var set = JsonNode.Parse(frame.GetBuffer().AsSpan(0, (int)frame.Length))!.AsObject();
                foreach (var one in set["activities"]?.AsArray() ?? [])
                    activity(one!.AsObject());
                if ((string?)set["watermark"] is { } mark)
                    watermark?.Invoke(mark);
            }

            frame.SetLength(0);
        }
    }

    public void Dispose() => _http.Dispose();
}
