using System.Buffers;
using System.Text.Json;
using Platform.Bots.OpenPlatform.Requests;
using Platform.Bots.Operations;

namespace Platform.Bots.OpenPlatform.Answers;

/// <summary>Server-sent events, each one JSON object: written into the response's own buffer, and sent when there is nothing more to write at once.</summary>
internal sealed class EventStream : IDisposable
{
    private static readonly JsonWriterOptions Fast = new() { SkipValidation = true };

    private readonly HttpContext _http;
    private readonly Utf8JsonWriter _json;

    public EventStream(HttpContext http)
    {
        _http = http;
        http.Response.ContentType = "text/event-stream; charset=utf-8";
        http.Response.Headers.CacheControl = "no-cache";
        http.Response.Headers["X-Accel-Buffering"] = "no"; // a proxy before us must not collect
        _json = new Utf8JsonWriter(http.Response.BodyWriter, Fast);
    }

    /// <param name="write">Writes one object.</param>
    public void Write<TState>(TState state, Action<Utf8JsonWriter, TState> write)
    {
        _http.Response.BodyWriter.Write("data: "u8);
        _json.Reset();
        write(_json, state);
        _json.Flush();
        _http.Response.BodyWriter.Write("\n\n"u8);
    }

    /// <summary>The status said that all is well; an error that comes later is an event.</summary>
    public void WriteError(ApiException error)
    {
        _http.Response.BodyWriter.Write("data: "u8);
        _http.Response.BodyWriter.Write(ApiErrors.Body(error.Status, error.Message, error.Parameter, error.Code).Span);
        _http.Response.BodyWriter.Write("\n\n"u8);
    }

    public async ValueTask SendAsync()
    {
        var sent = await _http.Response.BodyWriter.FlushAsync(_http.RequestAborted);
        if (sent.IsCompleted)
            throw new OperationCanceledException("The client has gone.", _http.RequestAborted);
    }

    public ValueTask EndAsync()
    {
        _http.Response.BodyWriter.Write("data: [DONE]\n\n"u8);
        return SendAsync();
    }

    public void Dispose() => _json.Dispose();
}
