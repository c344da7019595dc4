using System.Globalization;
using System.Text.Json.Serialization;

namespace Platform.Bots.Channels.DirectLine;

/// <summary>An answer that says what was wrong. Codes are stable, messages are for people.</summary>
internal sealed record DirectLineError(int Status, string Code, string Message, TimeSpan? RetryAfter = null) : IResult
{
    public static readonly DirectLineError MissingToken = new(401, "MissingToken", "The header Authorization must hold 'Bearer' and a secret or token.");
    public static readonly DirectLineError InvalidToken = new(403, "InvalidToken", "The secret or token is not valid.");
    public static readonly DirectLineError TokenExpired = new(403, "TokenExpired", "The token has expired.");
    public static readonly DirectLineError OriginNotTrusted = new(403, "OriginNotTrusted", "The token may not be used from this site.");
    public static readonly DirectLineError OtherConversation = new(403, "InvalidConversation", "The token belongs to another conversation.");
    public static readonly DirectLineError NoSuchConversation = new(404, "ConversationNotFound", "There is no such conversation.");
    public static readonly DirectLineError NoSuchRoute = new(404, "NotFound", "There is nothing at this address.");
    public static readonly DirectLineError TooLarge = new(413, "RequestTooLarge", "The request is larger than the service takes.");
    public static readonly DirectLineError Failed = new(500, "ServiceError", "The service failed; please try again.");

    public static DirectLineError Unavailable(string message) => new(503, "ServiceUnavailable", message, TimeSpan.FromSeconds(5));

    public static DirectLineError BadArgument(string message) => new(400, "BadArgument", message);

    public static DirectLineError WrongType(string expected) => new(415, "UnsupportedMediaType", $"The Content-Type must be {expected}.");

    public static DirectLineError TooMany(TimeSpan? retryAfter) => new(429, "TooManyRequests", "Too many requests; please wait.", retryAfter ?? TimeSpan.FromSeconds(1));

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        httpContext.Response.StatusCode = Status;
        if (RetryAfter is { } wait)
            httpContext.Response.Headers.RetryAfter = Math.Max(1, Math.Ceiling(wait.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
        await httpContext.Response.WriteAsJsonAsync(new ErrorBody(new ErrorDetail(Code, Message)), DirectLineJson.Default.ErrorBody, cancellationToken: httpContext.RequestAborted);
    }
}

internal sealed record ErrorBody(ErrorDetail Error);

internal sealed record ErrorDetail(string Code, string Message);

/// <param name="StreamUrl">Absolute; null where the answer has none.</param>
internal sealed record ConversationBody(string ConversationId, string Token, [property: JsonPropertyName("expires_in")] int ExpiresIn, string? StreamUrl = null);

/// <param name="Resumed">Whether the conversation had begun before, so that the page shows what was said in it.</param>
internal sealed record PageTokenBody(string ConversationId, string Token, [property: JsonPropertyName("expires_in")] int ExpiresIn, string UserId, bool Resumed);

internal sealed record IdBody(string Id);

internal sealed record SessionBody(string SessionId);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(ErrorBody))]
[JsonSerializable(typeof(ConversationBody))]
[JsonSerializable(typeof(PageTokenBody))]
[JsonSerializable(typeof(IdBody))]
[JsonSerializable(typeof(SessionBody))]
internal sealed partial class DirectLineJson : JsonSerializerContext;
