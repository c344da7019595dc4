using System.Text.Json;
using Platform.Bots.OpenPlatform.Requests;
using Platform.Data.Operations;
using Platform.Model.Serving;
using Platform.Model.Tokenization;

namespace Platform.Bots.OpenPlatform.Calls;

/// <summary>What a caller is told of a failure.</summary>
internal static class ApiFailures
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(5);

    /// <returns>Null for what the caller has left before it could be told.</returns>
    public static ApiException? Of(Exception failure) => failure switch
    {
        ApiException known => known,
        UnknownModelException => new ApiException(404, failure.Message, "model", "model_not_found"),
        InvalidGenerationException invalid => ApiException.Invalid(invalid.Parameter, invalid.Message),
        PromptTooLongException tooLong => new ApiException(400, failure.Message, tooLong.Parameter, "context_length_exceeded"),
        HostBusyException busy => new ApiException(429, busy.Message, code: busy.TenantLimit ? "rate_limit_exceeded" : "server_busy") { RetryAfter = busy.RetryAfter },
        ModelUnavailableException unavailable => new ApiException(503, unavailable.ForCallers, code: "model_unavailable") { RetryAfter = Soon },
        TokenizerException => new ApiException(400, failure.Message, code: "cannot_render"),
        BadHttpRequestException { StatusCode: 413 } => new ApiException(413, "The request is larger than this address takes. Send less, or ask for a larger OpenPlatform:MostBodyBytes."),
        BadHttpRequestException bad => new ApiException(bad.StatusCode, "The request could not be read."),
        JsonException => new ApiException(400, "The request's JSON could not be read.", code: "invalid_json"),
        InvalidOperationException { Source: "System.Text.Json" } => new ApiException(400, "The request holds a text that is no valid Unicode, such as half of a surrogate pair.", code: "invalid_json"),
        OperationCanceledException => null,
        _ when DatabaseFailure.Of(failure) is { } database => new ApiException(503, database.InWords()) { RetryAfter = Soon },
        _ => new ApiException(500, "Something went wrong on our side. It was noted under the id of this request."),
    };
}
