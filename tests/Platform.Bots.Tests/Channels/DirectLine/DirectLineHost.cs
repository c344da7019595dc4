using System.Net;
using System.Net.Http.Headers;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Platform.Testing;
using Shouldly;
using Xunit;

namespace Platform.Bots.Tests.Channels.DirectLine;

/// <summary>The real server on a real port, with the channel check behind it.</summary>
internal sealed class DirectLineHost : IAsyncDisposable
{
    public const string Secret = "a-secret-that-is-long-enough-for-tests";

    private readonly TestHost _host;

    private DirectLineHost(TestHost host)
    {
        _host = host;
        _host.UseKestrel(0);
        _host.StartServer();
        Address = _host.ClientOptions.BaseAddress;
        Http = new HttpClient { BaseAddress = Address };
    }

    public Uri Address { get; }

    public HttpClient Http { get; }

    public string DataFolder => _host.DataFolder;

    public IServiceProvider Services => _host.Services;

    public static DirectLineHost Start(params (string Key, string? Value)[] settings) => Start(null, settings);

    public static DirectLineHost Start(Action<IServiceCollection>? replace, params (string Key, string? Value)[] settings) =>
        new(new TestHost([("Conversations:Scenario", "channel-check"), ("DirectLine:Secrets:0", Secret), .. settings]) { Replace = replace });

    public async Task<Answer> SendAsync(HttpMethod method, string path, string? token = Secret, object? body = null, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(method, $"v3/directline/{path}");
        if (token is not null)
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        foreach (var (name, value) in headers)
            request.Headers.TryAddWithoutValidation(name, value);
        request.Content = body switch
        {
            null => null,
            HttpContent content => content,
            string text => new StringContent(text, Encoding.UTF8, "application/json"),
            _ => new StringContent(JsonSerializer.Serialize(body), Encoding.UTF8, "application/json"),
        };
        return await Answer.OfAsync(await Http.SendAsync(request, TestContext.Current.CancellationToken));
    }

    public Task<Answer> PostAsync(string path, string? token = Secret, object? body = null) => SendAsync(HttpMethod.Post, path, token, body);

    public Task<Answer> GetAsync(string path, string? token = Secret) => SendAsync(HttpMethod.Get, path, token);

    /// <summary>A started conversation with a token that has a user.</summary>
    public async Task<Conversation> ConverseAsync(string? user = "dl_anna")
    {
        var generated = await PostAsync("tokens/generate", body: user is null ? new { } : new { user = new { id = user } });
        generated.Status.ShouldBe(HttpStatusCode.OK);
        var started = await PostAsync("conversations", generated["token"]);
        started.Status.ShouldBe(HttpStatusCode.Created);
        return new Conversation(this, started["conversationId"], started["token"], started["streamUrl"]);
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await _host.DisposeAsync();
    }
}

internal sealed record Answer(HttpStatusCode Status, JsonNode? Body, string Text, HttpResponseHeaders Headers, HttpContentHeaders ContentHeaders)
{
    public string this[string name] => Body?[name]?.ToString() ?? throw new KeyNotFoundException($"No '{name}' in {(int)Status}: {Text}");

    public string Code => Body?["error"]?["code"]?.ToString() ?? throw new KeyNotFoundException($"No error in {(int)Status}: {Text}");

    public static async Task<Answer> OfAsync(HttpResponseMessage response)
    {
        using (response)
        {
            var text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
            JsonNode? body = null;
            if (response.Content.Headers.ContentType?.MediaType == "application/json")
                body = JsonNode.Parse(text);
            return new Answer(response.StatusCode, body, text, response.Headers, response.Content.Headers);
        }
    }
}

internal sealed record Conversation(DirectLineHost Host, string Id, string Token, string StreamUrl)
{
    public async Task<string> SayAsync(string text, string? clientActivityId = null, string from = "anna")
    {
        var answer = await PostAsync(new { type = "message", text, from = new { id = from }, channelData = new { clientActivityID = clientActivityId ?? Guid.NewGuid().ToString("N") } });
        answer.Status.ShouldBe(HttpStatusCode.OK, answer.Text);
        return answer["id"];
    }

    public Task<Answer> PostAsync(object activity) => Host.PostAsync($"conversations/{Id}/activities", Token, activity);

    public async Task<(IReadOnlyList<JsonNode> Activities, string Watermark)> ReadAsync(string? watermark = null)
    {
        var answer = await Host.GetAsync($"conversations/{Id}/activities?watermark={watermark}", Token);
        answer.Status.ShouldBe(HttpStatusCode.OK, answer.Text);
        return ([.. answer.Body!["activities"]!.AsArray().Select(a => a!)], answer["watermark"]);
    }

    /// <summary>Polls until the activities are as wanted.</summary>
    public async Task<IReadOnlyList<JsonNode>> UntilAsync(Func<IReadOnlyList<JsonNode>, bool> condition)
    {
        IReadOnlyList<JsonNode> seen = [];
        for (var attempt = 0; attempt < 300; attempt++)
        {
            (seen, _) = await ReadAsync();
            if (condition(seen))
                return seen;
            await Task.Delay(50, TestContext.Current.CancellationToken);
        }

        throw new TimeoutException($"Not reached within 15 s; seen: {string.Join(", ", seen.Select(a => $"{a["type"]} {a["text"]}"))}");
    }

    public Task<Stream> OpenAsync() => Stream.OpenAsync(StreamUrl);

    public async Task<Conversation> ReconnectAsync(string? watermark)
    {
        var answer = await Host.GetAsync($"conversations/{Id}?watermark={watermark}", Token);
        answer.Status.ShouldBe(HttpStatusCode.OK, answer.Text);
        return this with { Token = answer["token"], StreamUrl = answer["streamUrl"] };
    }
}

/// <summary>A client's web socket.</summary>
internal sealed class Stream(ClientWebSocket socket) : IAsyncDisposable
{
    private readonly Queue<JsonNode> _waiting = [];

    public string? Watermark { get; private set; }

    public ClientWebSocket Socket => socket;

    public static async Task<Stream> OpenAsync(string url, string? origin = null)
    {
        var socket = new ClientWebSocket();
        if (origin is not null)
            socket.Options.SetRequestHeader("Origin", origin);
        await socket.ConnectAsync(new Uri(url), TestContext.Current.CancellationToken);
        return new Stream(socket);
    }

    public async Task<JsonNode> NextAsync(int seconds = 10)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(TimeSpan.FromSeconds(seconds));
        var buffer = new byte[256 * 1024];
        while (_waiting.Count == 0)
        {
            var length = 0;
            WebSocketReceiveResult received;
            do
            {
                received = await socket.ReceiveAsync(new ArraySegment<byte>(buffer, length, buffer.Length - length), limit.Token);
                length += received.Count;
            }
            while (!received.EndOfMessage);
            if (received.MessageType == WebSocketMessageType.Close)
                throw new EndOfStreamException($"Closed: {received.CloseStatus}");
            var set = JsonNode.Parse(Encoding.UTF8.GetString(buffer, 0, length))!;
            Watermark = set["watermark"]?.ToString() ?? Watermark;
            foreach (var activity in set["activities"]!.AsArray())
                _waiting.Enqueue(activity!.DeepClone());
        }

        return _waiting.Dequeue();
    }

    /// <summary>The texts of the next messages; typing is passed over.</summary>
    public async Task<IReadOnlyList<string>> TextsAsync(int count)
    {
        var texts = new List<string>();
        while (texts.Count < count)
            if (await NextAsync() is var activity && activity["type"]!.ToString() == "message")
                texts.Add(activity["text"]!.ToString());
        return texts;
    }

    public ValueTask DisposeAsync()
    {
        socket.Dispose();
        return ValueTask.CompletedTask;
    }
}
