namespace Platform.Model.Serving;

/// <summary>Refuses what a model cannot do, before anything is computed.</summary>
internal static class RequestCheck
{
    /// <summary>More stop texts make each token dear.</summary>
    private const int MostStops = 16;

    /// <exception cref="InvalidGenerationException">A value cannot be used.</exception>
    public static void Values(GenerationRequest request, ServingOptions options, int vocabulary)
    {
        if (request.Sampling.Fault() is { } fault)
            throw new InvalidGenerationException(fault.Parameter, fault.Words);
        Holds(request.Choices >= 1 && request.Choices <= options.MostChoices, "n", $"n is {request.Choices}; it must be 1 to {options.MostChoices}.");
        Holds(request.BestOf is null || (request.BestOf >= request.Choices && request.BestOf <= options.MostChoices), "best_of", $"best_of is {request.BestOf}; it must be n ({request.Choices}) to {options.MostChoices}.");
        Holds(request.MaxTokens is null or >= 0, "max_tokens", $"max_tokens is {request.MaxTokens}; it must be 0 or more.");
        Holds(request.MaxTokens is null || request.Sampling.MinTokens <= request.MaxTokens, "min_tokens", $"min_tokens is {request.Sampling.MinTokens}; it must not exceed max_tokens ({request.MaxTokens}).");
        Holds(request.Stop.Count <= MostStops, "stop", $"{request.Stop.Count} stop texts were given; at most {MostStops} are taken.");
        Holds(!request.Stop.Any(string.IsNullOrEmpty), "stop", "A stop text is empty; each needs at least one character.");
        if (request.Sampling.LogitBias?.Keys.FirstOrDefault(id => id < 0 || id >= vocabulary, -1) is { } bad && request.Sampling.LogitBias.Keys.Any(id => id < 0 || id >= vocabulary))
            throw new InvalidGenerationException("logit_bias", $"logit_bias names token {bad}; the model has tokens 0 to {vocabulary - 1}.");
    }

    /// <param name="parameter">Where it was given.</param>
    /// <exception cref="InvalidGenerationException">The prompt is empty or names a token that is not there.</exception>
    public static void Prompt(string parameter, ReadOnlySpan<int> prompt, int vocabulary)
    {
        Holds(prompt.Length > 0, parameter, "The prompt has no tokens; the model needs at least one to go on from.");
        foreach (var id in prompt)
            if ((uint)id >= (uint)vocabulary)
                throw new InvalidGenerationException(parameter, $"The prompt names token {id}; the model has tokens 0 to {vocabulary - 1}.");
    }

    /// <param name="parameter">Where the prompt was given.</param>
    /// <returns>Most tokens of one choice.</returns>
    /// <exception cref="PromptTooLongException">Prompt and answer do not fit into the context.</exception>
    public static int MaxTokens(string parameter, int prompt, int? asked, int usual, int context)
    {
        if (prompt + (long)(asked ?? 1) > context)
            throw new PromptTooLongException(parameter, prompt, asked, context);
        return asked ?? Math.Min(usual, context - prompt);
    }

    private static void Holds(bool condition, string parameter, string words)
    {
        if (!condition)
            throw new InvalidGenerationException(parameter, words);
    }
}
