namespace Platform.Bots.OpenPlatform.Requests;

/// <summary>A request that is answered with an error. The message is one sentence for the caller: value, rule, way out.</summary>
/// <param name="parameter">The field that is wrong, in OpenAI's words.</param>
internal sealed class ApiException(int status, string message, string? parameter = null, string? code = null) : Exception(message)
{
    public int Status => status;

    public string? Parameter => parameter;

    public string? Code => code;

    /// <summary>When to come again, for those that may pass.</summary>
    public TimeSpan? RetryAfter { get; init; }

    public static ApiException Invalid(string parameter, string message) => new(StatusCodes.Status400BadRequest, message, parameter, "invalid_value");
}
