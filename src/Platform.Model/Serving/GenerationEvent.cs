namespace Platform.Model.Serving;

/// <summary>What comes of a request, in order: <see cref="Accepted"/>, <see cref="Prompt"/> where asked for, tokens and one end of each choice, <see cref="Completed"/>.</summary>
public abstract record GenerationEvent
{
    /// <summary>The request was admitted and waits or runs: from here on nothing is refused.</summary>
    public sealed record Accepted(int PromptTokens) : GenerationEvent;

    /// <summary>The prompt's tokens; the first has no log-probability (NaN).</summary>
    public sealed record Prompt(IReadOnlyList<TokenInfo> Tokens) : GenerationEvent;

    /// <param name="Choice">From 0.</param>
    /// <param name="Text">What can be shown now; may be empty while a sign is incomplete or a stop text may have begun.</param>
    /// <param name="Tokens">The tokens since the last event; their texts together may be ahead of <paramref name="Text"/>.</param>
    public sealed record Token(int Choice, string Text, IReadOnlyList<TokenInfo> Tokens) : GenerationEvent;

    /// <param name="StopText">The stop text that ended the choice, if one did.</param>
    /// <param name="Tokens">How many were generated.</param>
    /// <param name="MeanLogProbability">Of the choice's tokens; 0 for none.</param>
    /// <param name="Failure">One sentence, only with <see cref="FinishReason.Error"/>.</param>
    public sealed record Finished(int Choice, FinishReason Reason, string? StopText, int Tokens, double MeanLogProbability, string? Failure = null) : GenerationEvent;

    public sealed record Completed(GenerationUsage Usage, GenerationTimes Times) : GenerationEvent;
}

/// <summary>Why a choice ended.</summary>
public enum FinishReason
{
    /// <summary>An end token or a stop text.</summary>
    Stop,

    /// <summary>The most tokens, or the end of the context.</summary>
    Length,

    /// <summary>The host stopped before the answer was whole. (A caller that cancels gets <see cref="OperationCanceledException"/> instead.)</summary>
    Cancelled,

    /// <summary>The model failed; see the event's failure.</summary>
    Error,
}

/// <summary>One token, and how sure the model was of it.</summary>
/// <param name="Text">What the token's bytes say by themselves; incomplete UTF-8 shows as U+FFFD.</param>
/// <param name="LogProbability">Natural logarithm, by the model itself: before temperature, penalties and constraints.</param>
/// <param name="Top">The likeliest tokens at this place, likeliest first, if asked for.</param>
public readonly record struct TokenInfo(int Id, string Text, ReadOnlyMemory<byte> Bytes, float LogProbability, IReadOnlyList<TokenAlternative> Top)
{
    /// <summary>The probability the model gave to this token, 0 to 1.</summary>
    public float Confidence => MathF.Exp(LogProbability);
}

/// <summary>A token that could have stood here.</summary>
public readonly record struct TokenAlternative(int Id, string Text, ReadOnlyMemory<byte> Bytes, float LogProbability);

/// <param name="CachedTokens">Part of the prompt that was found computed.</param>
/// <param name="CompletionTokens">Of all choices that were generated, best-of included.</param>
public sealed record GenerationUsage(int PromptTokens, int CachedTokens, int CompletionTokens)
{
    public int TotalTokens => PromptTokens + CompletionTokens;
}

/// <param name="Queued">From arrival until the first of it was computed.</param>
/// <param name="Prefill">From then until the first token.</param>
/// <param name="Decode">From the first token to the last.</param>
public sealed record GenerationTimes(TimeSpan Queued, TimeSpan Prefill, TimeSpan Decode)
{
    public TimeSpan ToFirstToken => Queued + Prefill;
}
