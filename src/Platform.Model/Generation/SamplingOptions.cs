namespace Platform.Model.Generation;

/// <summary>How the next token is chosen from the model's logits. The defaults sample from the model's own distribution.</summary>
/// <remarks>
/// Applied in this order: bias, penalties, what is forbidden (end before <see cref="MinTokens"/>, a constraint), temperature,
/// min-p, top-k, top-p, typical. Log-probabilities are those of the model itself, before all of it.
/// </remarks>
public sealed record SamplingOptions
{
    /// <summary>Most alternatives that can be asked for with each token.</summary>
    public const int MostTopLogProbs = 20;

    /// <summary>0 takes the likeliest token each time; 0 to 2.</summary>
    public double Temperature { get; init; } = 1;

    /// <summary>Only so many of the likeliest tokens; 0 for all.</summary>
    public int TopK { get; init; }

    /// <summary>Only the likeliest tokens that together have this probability; above 0, 1 for all.</summary>
    public double TopP { get; init; } = 1;

    /// <summary>Only tokens with at least this part of the likeliest token's probability; 0 to 1.</summary>
    public double MinP { get; init; }

    /// <summary>Only the tokens nearest to the expected surprise that together have this probability; 1 for all (Meister et al. 2023, arXiv:2202.00666).</summary>
    public double TypicalP { get; init; } = 1;

    /// <summary>Divides positive and multiplies negative logits of every token of prompt and answer; 1 for none (Keskar et al. 2019, arXiv:1909.05858).</summary>
    public double RepetitionPenalty { get; init; } = 1;

    /// <summary>Taken off a token's logit once for each time it was generated; −2 to 2.</summary>
    public double FrequencyPenalty { get; init; }

    /// <summary>Taken off the logit of each token that was generated; −2 to 2.</summary>
    public double PresencePenalty { get; init; }

    /// <summary>Added to the logits of these tokens, −100 to 100; −100 forbids.</summary>
    public IReadOnlyDictionary<int, float>? LogitBias { get; init; }

    /// <summary>Same seed and same request, same text, alone or in a batch. Null draws one.</summary>
    public long? Seed { get; init; }

    /// <summary>The end is forbidden before so many tokens were generated.</summary>
    public int MinTokens { get; init; }

    /// <summary>Go on after an end token, up to the most tokens.</summary>
    public bool IgnoreEnd { get; init; }

    /// <summary>How many alternatives to tell with each token; null tells none, 0 only the token's own log-probability.</summary>
    public int? TopLogProbs { get; init; }

    /// <returns>What is wrong with a value, as parameter and sentence; null when all can be used.</returns>
    public (string Parameter, string Words)? Fault()
    {
        var biased = LogitBias?.FirstOrDefault(b => b.Value is not (>= -100 and <= 100)) ?? default;
        (string Parameter, bool Holds, string Words)[] rules =
        [
            ("temperature", Temperature is >= 0 and <= 2, $"temperature is {Temperature}; it must be 0 to 2."),
            ("top_k", TopK >= 0, $"top_k is {TopK}; it must be 0 (all) or more."),
            ("top_p", TopP is > 0 and <= 1, $"top_p is {TopP}; it must be above 0 and at most 1."),
            ("min_p", MinP is >= 0 and <= 1, $"min_p is {MinP}; it must be 0 to 1."),
            ("typical_p", TypicalP is > 0 and <= 1, $"typical_p is {TypicalP}; it must be above 0 and at most 1."),
            ("repetition_penalty", RepetitionPenalty is > 0 and <= 10, $"repetition_penalty is {RepetitionPenalty}; it must be above 0 and at most 10."),
            ("frequency_penalty", FrequencyPenalty is >= -2 and <= 2, $"frequency_penalty is {FrequencyPenalty}; it must be -2 to 2."),
            ("presence_penalty", PresencePenalty is >= -2 and <= 2, $"presence_penalty is {PresencePenalty}; it must be -2 to 2."),
            ("min_tokens", MinTokens >= 0, $"min_tokens is {MinTokens}; it must be 0 or more."),
            ("top_logprobs", TopLogProbs is null or (>= 0 and <= MostTopLogProbs), $"top_logprobs is {TopLogProbs}; it must be 0 to {MostTopLogProbs}."),
            ("logit_bias", biased.Value is 0, $"logit_bias of token {biased.Key} is {biased.Value}; it must be -100 to 100."),
        ];
        foreach (var (parameter, holds, words) in rules)
            if (!holds)
                return (parameter, words);
        return null;
    }
}
