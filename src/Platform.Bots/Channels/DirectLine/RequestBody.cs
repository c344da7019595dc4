using System.Buffers;
using System.Text.Json;
using Microsoft.Net.Http.Headers;

namespace Platform.Bots.Channels.DirectLine;

/// <summary>Reads bodies no further than they may reach.</summary>
internal static class RequestBody
{
    /// <returns>Null when the body is longer.</returns>
    public static async Task<byte[]?> ReadAsync(Stream body, long? announced, int most, CancellationToken cancellationToken)
    {
        if (announced > most)
            return null;
        var buffer = new ArrayBufferWriter<byte>((int)Math.Clamp(announced ?? 0, 1024, most));
        while (true)
        {
            var read = await body.ReadAsync(buffer.GetMemory(4096), cancellationToken);
            if (read == 0)
                return buffer.WrittenSpan.ToArray();
            buffer.Advance(read);
            if (buffer.WrittenCount > most)
                return null;
        }
    }

    public static bool IsJson(HttpRequest request) =>
        MediaTypeHeaderValue.TryParse(request.ContentType, out var type)
        && (type.MediaType.Equals("application/json", StringComparison.OrdinalIgnoreCase) || type.Suffix.Equals("json", StringComparison.OrdinalIgnoreCase))
        && (!type.Charset.HasValue || type.Charset.Equals("utf-8", StringComparison.OrdinalIgnoreCase) || type.Charset.Equals("\"utf-8\"", StringComparison.OrdinalIgnoreCase));

    /// <summary>The object in a body that may also be empty.</summary>
    /// <returns>The refusal, or an element that is undefined when there was no body.</returns>
    public static async Task<(JsonElement Body, DirectLineError? Refusal)> ReadObjectAsync(HttpRequest request, int most, CancellationToken cancellationToken)
    {
        if (await ReadAsync(request.Body, request.ContentLength, most, cancellationToken) is not { } bytes)
            return (default, DirectLineError.TooLarge);
        if (bytes.Length == 0)
            return (default, null);
        if (!IsJson(request))
            return (default, DirectLineError.WrongType("application/json"));
        try
        {
            using var document = JsonDocument.Parse(bytes);
            return document.RootElement.ValueKind == JsonValueKind.Object
                ? (document.RootElement.Clone(), null)
                : (default, DirectLineError.BadArgument("The body must be a JSON object."));
        }
        catch (JsonException)
        {
            return (default, DirectLineError.BadArgument("The body is not JSON."));
        }
    }

    /// <summary>A string property; null when it is absent, null or empty.</summary>
    /// <returns>False when it has another type or cannot be read.</returns>
    public static bool TryGetText(this JsonElement body, string name, out string? text)
    {
        text = null;
        if (body.ValueKind != JsonValueKind.Object || !body.TryGetProperty(name, out var value) || value.ValueKind == JsonValueKind.Null)
            return true;
        if (!value.TryReadText(out text))
            return false;
        text = text is { Length: > 0 } ? text : null;
        return true;
    }

    /// <summary>A string that can be read: half of a surrogate pair cannot.</summary>
    public static bool TryReadText(this JsonElement value, out string? text)
    {
        text = null;
        if (value.ValueKind != JsonValueKind.String)
            return false;
        try
        {
            text = value.GetString();
            return true;
        }
        catch (InvalidOperationException)
        {
            return false;
        }
    }
}
