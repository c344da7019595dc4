namespace Platform.Model.Generation;

/// <summary>What bias and penalties take off the logits of one sequence.</summary>
internal sealed class Penalties(SamplingOptions options)
{
    private readonly Dictionary<int, int> _generated = [];
    private readonly HashSet<int> _seen = [];
    private readonly bool _repetition = options.RepetitionPenalty is not 1;
    private readonly bool _frequency = options.FrequencyPenalty is not 0 || options.PresencePenalty is not 0;

    /// <summary>False when <see cref="Apply"/> changes nothing.</summary>
    public bool Any => _repetition || _frequency || options.LogitBias is { Count: > 0 };

    public void SeePrompt(ReadOnlySpan<int> tokens)
    {
        if (_repetition)
            foreach (var token in tokens)
                _seen.Add(token);
    }

    public void Accept(int token)
    {
        if (_repetition)
            _seen.Add(token);
        if (_frequency)
            _generated[token] = _generated.GetValueOrDefault(token) + 1;
    }

    public void Apply(Span<float> logits)
    {
        if (options.LogitBias is { } bias)
            foreach (var (token, add) in bias)
                logits[token] = add <= -100 ? float.NegativeInfinity : logits[token] + add;

        var repetition = (float)options.RepetitionPenalty;
        foreach (var token in _seen)
            logits[token] = logits[token] > 0 ? logits[token] / repetition : logits[token] * repetition;

        foreach (var (token, count) in _generated)
            logits[token] -= (float)(options.FrequencyPenalty * count + options.PresencePenalty);
    }
}
