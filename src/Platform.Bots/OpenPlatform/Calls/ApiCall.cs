using System.Text.Json;
using Platform.Bots.Access.ApiKeys;
using Platform.Bots.OpenPlatform.Requests;

namespace Platform.Bots.OpenPlatform.Calls;

/// <summary>One request to <c>/v1</c> on its way.</summary>
internal sealed class ApiCall(HttpContext http, Caller caller) : IDisposable
{
    private static readonly JsonDocumentOptions Strict = new() { MaxDepth = 64, AllowDuplicateProperties = false };
    private JsonDocument? _body;

    public HttpContext Http => http;

    public Caller Caller => caller;

    public CancellationToken Aborted => http.RequestAborted;

    /// <summary>The model or skill that was asked for; empty before it is known.</summary>
    public string Model { get; private set; } = "";

    /// <summary>What usage is counted under: the model or skill by its own name; empty until it is found, so that invented names make no rows.</summary>
    public string Counted { get; set; } = "";

    /// <summary>What was written as an error into a stream that had begun well.</summary>
    public Exception? Broke { get; set; }

    /// <summary>Reads the body and says which model is asked for.</summary>
    public Task<RequestFields> ReadAsync() => ReadAsync(null);

    /// <param name="asked">The model or skill that the address names; null reads it from the body.</param>
    public async Task<RequestFields> ReadAsync(string? asked)
    {
        _body = await ParseAsync(http.Request.Body, Aborted);
        var fields = new RequestFields(_body.RootElement);
        Model = asked ?? fields.RequiredText("model");
        if (Model.Length > Data.Accounts.KeyUsage.ModelLength)
            throw ApiException.Invalid("model", $"model has {Model.Length} characters; at most {Data.Accounts.KeyUsage.ModelLength} are taken.");
        if (!caller.MayAsk(Model))
            throw new ApiException(StatusCodes.Status403Forbidden, "The key may not ask this model. Make a key that may, or ask one of its own models.", "model", "model_not_allowed");
        Counted = asked ?? "";
        return fields;
    }

    /// <summary>The adapter that answers: the route's, unless the request names another one.</summary>
    /// <param name="asked">By the request.</param>
    /// <param name="routed">By the route.</param>
    /// <exception cref="ApiException">The key is for some models only; an adapter is as good as another model.</exception>
    public string? Adapter(string? asked, string? routed) =>
        asked is null || asked.Equals(routed, StringComparison.OrdinalIgnoreCase) || caller.Key is not { Key.Models.Count: > 0 } ? asked ?? routed
        : throw new ApiException(StatusCodes.Status403Forbidden, "The key may ask some models only, and none of them with an adapter of the request's choice. Ask a model whose route has the adapter, or make a key that may ask all.", "adapter", "model_not_allowed");

    /// <summary>The whole request as it came.</summary>
    public JsonElement Body => _body?.RootElement ?? throw new InvalidOperationException("The body was not read yet.");

    /// <summary>Tells, in a header, which fields nobody reads; called when all that are known were asked for.</summary>
    public void WarnOf(RequestFields fields)
    {
        var unknown = fields.Unknown.Where(name => name.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-' or '.')).Order(StringComparer.Ordinal).Take(20).ToList();
        if (unknown.Count > 0)
            http.Response.Headers["x-warning"] = $"fields not known here, ignored: {string.Join(", ", unknown)}";
    }

    public void Dispose() => _body?.Dispose();

    private static async Task<JsonDocument> ParseAsync(Stream body, CancellationToken cancellationToken)
    {
        try
        {
            return await JsonDocument.ParseAsync(body, Strict, cancellationToken);
        }
        catch (JsonException broken)
        {
            throw new ApiException(StatusCodes.Status400BadRequest, broken.LineNumber is { } line
                ? $"The body is no JSON that can be read: line {line + 1}, byte {broken.BytePositionInLine + 1}. Send one JSON object in UTF-8."
                : "The body names a property twice in one object. Send each once.", code: "invalid_json");
        }
    }
}
