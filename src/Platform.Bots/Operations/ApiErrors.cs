using System.Buffers;
using System.Text.Json;

namespace Platform.Bots.Operations;

/// <summary>Errors in OpenAI's shape: <c>{"error":{"message","type","param","code"}}</c>; its clients turn them into their exceptions.</summary>
internal static class ApiErrors
{
    /// <param name="code">Null: as the status says.</param>
    public static async Task WriteAsync(HttpContext context, int status, string message, string? parameter = null, string? code = null)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json";
        context.Response.Headers.CacheControl = "no-store";
        await context.Response.BodyWriter.WriteAsync(Body(status, message, parameter, code), CancellationToken.None);
    }

    /// <summary>The same as it stands in a body or in an event of a stream.</summary>
    public static ReadOnlyMemory<byte> Body(int status, string message, string? parameter = null, string? code = null)
    {
        var body = new ArrayBufferWriter<byte>();
        using var json = new Utf8JsonWriter(body);
        json.WriteStartObject();
        json.WriteStartObject("error");
        json.WriteString("message", message);
        json.WriteString("type", TypeOf(status));
        json.WriteString("param", parameter);
        json.WriteString("code", code ?? CodeOf(status));
        json.WriteEndObject();
        json.WriteEndObject();
        json.Flush();
        return body.WrittenMemory;
    }

    private static string TypeOf(int status) => status switch
    {
        401 => "authentication_error",
        403 => "permission_error",
        404 => "not_found_error",
        429 => "rate_limit_error",
        >= 500 => "server_error",
        _ => "invalid_request_error",
    };

    private static string? CodeOf(int status) => status switch
    {
        401 => "invalid_api_key",
        403 => "permission_denied",
        413 => "request_too_large",
        429 => "rate_limit_exceeded",
        503 => "unavailable",
        _ => null,
    };
}
