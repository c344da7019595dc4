using System.Collections.Concurrent;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Platform.Testing;

/// <summary>A server on a socket that speaks OpenAI's chat completions, streamed and whole, and says one text.</summary>
public sealed class OpenAiServer : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ConcurrentQueue<JsonDocument> _requests = new();

    private OpenAiServer(string text, bool hangs, Func<int, int>? status, int? endlessLine)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        _app = builder.Build();
        _app.MapPost("/v1/chat/completions", async http =>
        {
            var request = await JsonDocument.ParseAsync(http.Request.Body, cancellationToken: http.RequestAborted);
            _requests.Enqueue(request);
            if (status?.Invoke(_requests.Count) is { } other and not StatusCodes.Status200OK)
            {
                http.Response.StatusCode = other;
                return;
            }

            if (hangs)
                await Task.Delay(Timeout.Infinite, http.RequestAborted);
            if (endlessLine is { } bytes)
                await EndlessAsync(http, bytes);
            else if (request.RootElement.TryGetProperty("stream", out var stream) && stream.GetBoolean())
                await StreamAsync(http, text);
            else
                await http.Response.WriteAsJsonAsync(Counted(Completion("chat.completion", "message", text, "stop")), http.RequestAborted);
        });
    }

    /// <summary>Base address with the version, as a route names it.</summary>
    public string Endpoint => $"{_app.Urls.Single()}/v1";

    public IReadOnlyList<JsonDocument> Requests => [.. _requests];

    /// <param name="status">The status of the first, second … request; 200 says the text.</param>
    /// <param name="endlessLine">So many bytes of a stream whose first line does not end, in place of the text.</param>
    public static async Task<OpenAiServer> StartAsync(string text, bool hangs = false, Func<int, int>? status = null, int? endlessLine = null)
    {
        var server = new OpenAiServer(text, hangs, status, endlessLine);
        await server._app.StartAsync();
        return server;
    }

    public async ValueTask DisposeAsync()
    {
        using var atOnce = new CancellationTokenSource(TimeSpan.Zero);
        await _app.StopAsync(atOnce.Token);
        await _app.DisposeAsync();
    }

    private static async Task StreamAsync(HttpContext http, string text)
    {
        http.Response.ContentType = "text/event-stream";
        for (var start = 0; start < text.Length; start += 4)
            await EventAsync(http, JsonSerializer.Serialize(Completion("chat.completion.chunk", "delta", text.Substring(start, Math.Min(4, text.Length - start)), null)));
        await EventAsync(http, JsonSerializer.Serialize(Completion("chat.completion.chunk", "delta", "", "stop")));
        await EventAsync(http, "[DONE]");
    }

    private static async Task EndlessAsync(HttpContext http, int bytes)
    {
        http.Response.ContentType = "text/event-stream";
        await http.Response.WriteAsync("data: ", http.RequestAborted);
        var piece = new string('x', 64 * 1024);
        for (var sent = 0; sent < bytes; sent += piece.Length)
            await http.Response.WriteAsync(piece, http.RequestAborted);
        await http.Response.Body.FlushAsync(http.RequestAborted);
        await Task.Delay(Timeout.Infinite, http.RequestAborted);
    }

    private static async Task EventAsync(HttpContext http, string data)
    {
        await http.Response.WriteAsync($"data: {data}\n\n", http.RequestAborted);
        await http.Response.Body.FlushAsync(http.RequestAborted);
    }

    /// <summary>Says that it read 7 tokens and wrote 3.</summary>
    private static Dictionary<string, object?> Counted(Dictionary<string, object?> completion)
    {
        completion["usage"] = new { prompt_tokens = 7, completion_tokens = 3, total_tokens = 10 };
        return completion;
    }

    private static Dictionary<string, object?> Completion(string kind, string part, string text, string? finish) => new(StringComparer.Ordinal)
    {
        ["id"] = "chatcmpl-1",
        ["object"] = kind,
        ["created"] = 1,
        ["model"] = "test-model",
        ["choices"] = new[]
        {
            new Dictionary<string, object?>(StringComparer.Ordinal)
            {
                ["index"] = 0,
                [part] = new { role = "assistant", content = text },
                ["finish_reason"] = finish,
            },
        },
    };
}
