using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Net.WebSockets;
using System.Text.Json.Nodes;
using Platform.Testing;
using Xunit;

[assembly: AssemblyFixture(typeof(Platform.EndToEnd.Tests.Playground.AgentsPlayground))]

namespace Platform.EndToEnd.Tests.Playground;

/// <summary>Microsoft's Agents Playground as a Teams client of a running platform; driven without its page, through the same calls that the page makes.</summary>
public sealed class AgentsPlayground : IAsyncLifetime
{
    private const string User = "user-id-0";

    private readonly string _folder = Directory.CreateTempSubdirectory("platform-playground-").FullName;
    private readonly List<JsonNode> _shown = [];
    private readonly ClientWebSocket _socket = new();
    private TestHost? _host;
    private Process? _process;
    private HttpClient _http = new();
    private Task _watching = Task.CompletedTask;
    private bool _started;

    public string Conversation { get; private set; } = "";

    public ValueTask InitializeAsync() => ValueTask.CompletedTask; // started by the first test that needs it, so that others can skip it

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        if (_started)
            return;
        _started = true;
        _host = new TestHost(("Conversations:Scenario", "channel-check"));
        _host.UseKestrel(0);
        _host.StartServer();

        var port = FreePort();
        _process = await NodeClients.LaunchAsync(
            "@microsoft/m365agentsplayground/cli.js",
            _folder,
            "start", "-e", new Uri(_host.ClientOptions.BaseAddress, "/api/messages").ToString(), "-c", "msteams", "-p", $"{port}", "--disable-telemetry");
        _http = new HttpClient { BaseAddress = new Uri($"http://localhost:{port}") };
        var config = await ConfigAsync(cancellationToken);
        Conversation = (string)config["config"]!["personalChat"]!["id"]!;
        await _socket.ConnectAsync(new Uri($"ws://localhost:{port}/_ws_conversation/v1/conversations/stream"), cancellationToken);
        _watching = WatchAsync();
    }

    public Task InstallAsync(CancellationToken cancellationToken) => PostAsync($"_debug/conversation/{Conversation}/installation", [], cancellationToken);

    public Task SayAsync(string text, CancellationToken cancellationToken) => PostAsync(
        $"_conversation/v1/conversations/{Conversation}/messages",
        new JsonObject { ["type"] = "text", ["text"] = text, ["textFormat"] = "plain", ["from"] = new JsonObject { ["id"] = User } },
        cancellationToken);

    public Task<JsonNode?> InvokeAsync(string name, JsonNode value, string? replyToId, CancellationToken cancellationToken) =>
        PostAsync("_conversation/v1/invoke", Act(value, replyToId, name), cancellationToken);

    public Task SubmitAsync(JsonNode value, string replyToId, CancellationToken cancellationToken) =>
        PostAsync("_conversation/v1/submit", Act(value, replyToId, name: null), cancellationToken);

    /// <summary>What the client has shown of the bot since a place, when the condition holds.</summary>
    public async Task<IReadOnlyList<JsonNode>> WaitAsync(int after, Func<IReadOnlyList<JsonNode>, bool> until, CancellationToken cancellationToken)
    {
        for (var attempt = 0; attempt < 400; attempt++)
        {
            var shown = Shown(after);
            if (until(shown))
                return shown;
            await Task.Delay(50, cancellationToken);
        }

        throw new TimeoutException($"The client did not show what was expected within 20 s, but: {string.Join(" | ", Shown(after).Select(s => s.ToJsonString()))}");
    }

    public int Place
    {
        get
        {
            lock (_shown)
                return _shown.Count;
        }
    }

    private List<JsonNode> Shown(int after)
    {
        lock (_shown)
            return [.. _shown.Skip(after).Where(s => (string?)s["message"]?["from"]?["id"] != User)];
    }

    private JsonObject Act(JsonNode value, string? replyToId, string? name)
    {
        var act = new JsonObject { ["value"] = value, ["from"] = new JsonObject { ["id"] = User }, ["conversation"] = new JsonObject { ["id"] = Conversation } };
        if (name is not null)
            act["name"] = name;
        if (replyToId is not null)
            act["replyToId"] = replyToId;
        return act;
    }

    private async Task<JsonNode?> PostAsync(string path, JsonObject body, CancellationToken cancellationToken)
    {
        using var response = await _http.PostAsJsonAsync(path, body, cancellationToken);
        var text = await response.Content.ReadAsStringAsync(cancellationToken);
        if (!response.IsSuccessStatusCode)
            throw new HttpRequestException($"The playground answered {(int)response.StatusCode} to {path}: {text}");
        return text.StartsWith('{') ? JsonNode.Parse(text) : null;
    }

    private async Task<JsonNode> ConfigAsync(CancellationToken cancellationToken)
    {
        for (var attempt = 0; attempt < 300; attempt++)
        {
            try
            {
                return (await _http.GetFromJsonAsync<JsonNode>("_internal/v1/config", cancellationToken))!;
            }
            catch (HttpRequestException) when (_process!.HasExited == false) // not listening yet
            {
                await Task.Delay(100, cancellationToken);
            }
        }

        throw new TimeoutException("The Agents Playground did not start within 30 s.");
    }

    private async Task WatchAsync()
    {
        var buffer = new byte[1024 * 1024];
        var length = 0;
        try
        {
            while (true)
            {
                var frame = await _socket.ReceiveAsync(buffer.AsMemory(length), CancellationToken.None);
                length += frame.Count;
                if (frame.MessageType == WebSocketMessageType.Close)
                    return;
                if (!frame.EndOfMessage)
                    continue;
                var shown = JsonNode.Parse(buffer.AsSpan(0, length))!;
                length = 0;
                lock (_shown)
                    _shown.Add(shown);
            }
        }
        catch (WebSocketException) // the playground was stopped
        {
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        if (_process is { HasExited: false })
            _process.Kill(entireProcessTree: true);
        await _watching;
        _socket.Dispose();
        _process?.Dispose();
        if (_host is not null)
            await _host.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
        GC.SuppressFinalize(this);
    }
}
