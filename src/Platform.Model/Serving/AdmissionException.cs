namespace Platform.Model.Serving;

/// <summary>A request that is refused before anything is computed. The message is one sentence for the caller.</summary>
public abstract class AdmissionException(string message) : Exception(message)
{
    /// <summary>The message without what only those who run the platform may read, such as folders.</summary>
    public virtual string ForCallers => Message;
}

/// <summary>No model, or no adapter of it, has this name (404).</summary>
public sealed class UnknownModelException(string message) : AdmissionException(message);

/// <summary>A value of the request cannot be used (400).</summary>
/// <param name="parameter">In OpenAI's words, for example <c>top_p</c>.</param>
public sealed class InvalidGenerationException(string parameter, string message) : AdmissionException(message)
{
    public string Parameter => parameter;
}

/// <summary>Prompt and answer do not fit into the model's context (400).</summary>
/// <param name="parameter">Where the prompt was given, in OpenAI's words: <c>messages</c>, <c>prompt</c> or <c>input</c>.</param>
public sealed class PromptTooLongException(string parameter, int promptTokens, int? maxTokens, int context) : AdmissionException(
    maxTokens is { } most
        ? $"The prompt has {promptTokens} tokens and {most} more were asked for; the context holds {context} in all. Shorten the prompt or lower max_tokens."
        : $"The prompt has {promptTokens} tokens; the context holds {context} in all. Shorten the prompt.")
{
    public string Parameter => parameter;

    public int PromptTokens => promptTokens;

    public int? MaxTokens => maxTokens;

    public int Context => context;
}

/// <summary>Too much waits already, in all or of this tenant (429).</summary>
public sealed class HostBusyException(string message, TimeSpan retryAfter, bool tenantLimit = false) : AdmissionException(message)
{
    public TimeSpan RetryAfter => retryAfter;

    /// <summary>True when the tenant's own limit is reached, not the host's.</summary>
    public bool TenantLimit => tenantLimit;
}

/// <summary>The model cannot serve now: it does not load, does not fit into memory, or the host stops (503).</summary>
/// <param name="detail">Stands behind the sentence in <see cref="Exception.Message"/>, for those who run the platform.</param>
public sealed class ModelUnavailableException(string message, string? detail = null) : AdmissionException(detail is null ? message : $"{message} {detail}")
{
    public override string ForCallers { get; } = message;
}
