using System.Numerics.Tensors;

namespace Platform.Model.Generation;

/// <summary>Chooses the tokens of one sequence. Its choices depend on logits, options, seed and place only.</summary>
internal sealed class Sampler
{
    private readonly SamplingOptions _options;
    private readonly Penalties _penalties;
    private readonly IReadOnlyCollection<int> _ends;
    private readonly SamplingScratch _scratch;
    private int _generated;

    /// <param name="choice">Which of the request's choices; each has its own random numbers.</param>
    /// <param name="ends">Tokens that end a text; forbidden before the least number of tokens.</param>
    /// <param name="scratch">Of the thread that calls.</param>
    public Sampler(SamplingOptions options, long seed, int choice, IReadOnlyCollection<int> ends, SamplingScratch scratch)
    {
        (_options, _ends, _scratch) = (options, ends, scratch);
        Random = new CounterRandom(seed, choice);
        _penalties = new Penalties(options);
    }

    public CounterRandom Random { get; }

    /// <summary>True where a later token's choice depends on earlier ones by more than the logits: then no tokens are proposed ahead.</summary>
    public bool IsStateful => _penalties.Any || _generated < _options.MinTokens;

    public void SeePrompt(ReadOnlySpan<int> tokens) => _penalties.SeePrompt(tokens);

    /// <summary>Chooses a token. <see cref="Accept"/> makes it part of the sequence.</summary>
    /// <param name="logits">One row; changed.</param>
    /// <param name="position">Of the new token in its sequence.</param>
    /// <param name="allowed">A bit for each token that a constraint allows; empty for all.</param>
    public SampledToken Next(Span<float> logits, int position, ReadOnlySpan<ulong> allowed)
    {
        var normalizer = TokenScores.Normalizer(logits);
        var top = TokenScores.Top(logits, normalizer, _options.TopLogProbs ?? 0);
        var adjusts = _penalties.Any || !allowed.IsEmpty || _generated < _options.MinTokens;
        ReadOnlySpan<float> raw = adjusts ? Copy(logits) : logits;
        if (adjusts)
            Adjust(logits, allowed);
        var token = _options.Temperature is 0
            ? Likeliest(logits)
            : Candidates.Of(logits, _options, _scratch).Pick(Random.At(position, Draw.Token));
        return new SampledToken(token, raw[token] - normalizer, top);
    }

    /// <summary>The distribution that <see cref="Next"/> draws from, for a sequence that is not stateful.</summary>
    public void Distribution(ReadOnlySpan<float> logits, Span<float> probabilities) => Candidates.Of(logits, _options, _scratch).Spread(probabilities);

    public void Accept(int token)
    {
        _penalties.Accept(token);
        _generated++;
    }

    private void Adjust(Span<float> logits, ReadOnlySpan<ulong> allowed)
    {
        if (_penalties.Any)
            _penalties.Apply(logits);
        if (!allowed.IsEmpty)
            Forbid(logits, allowed);
        if (_generated < _options.MinTokens && (allowed.IsEmpty || AnyButEnds(allowed)))
            foreach (var end in _ends)
                logits[end] = float.NegativeInfinity;
    }

    /// <summary>A constraint that leaves only the end wins over the least number of tokens.</summary>
    private bool AnyButEnds(ReadOnlySpan<ulong> allowed)
    {
        for (var i = 0; i < allowed.Length; i++)
        {
            var word = allowed[i];
            foreach (var end in _ends)
                if (end >> 6 == i)
                    word &= ~(1UL << (end & 63));
            if (word != 0)
                return true;
        }

        return false;
    }

    private static void Forbid(Span<float> logits, ReadOnlySpan<ulong> allowed)
    {
        for (var i = 0; i < allowed.Length; i++)
        {
            var word = allowed[i];
            var row = logits[Math.Min(i << 6, logits.Length)..Math.Min((i + 1) << 6, logits.Length)];
            if (word == 0)
                row.Fill(float.NegativeInfinity);
            else if (word != ulong.MaxValue)
                for (var bit = 0; bit < row.Length; bit++)
                    if ((word >> bit & 1) == 0)
                        row[bit] = float.NegativeInfinity;
        }

        if (allowed.Length << 6 < logits.Length)
            logits[(allowed.Length << 6)..].Fill(float.NegativeInfinity); // padding of the head beyond the tokenizer's vocabulary
    }

    private static int Likeliest(ReadOnlySpan<float> logits)
    {
        var best = TensorPrimitives.IndexOfMax(logits);
        return float.IsFinite(logits[best]) ? best : throw new InvalidOperationException($"No token can be chosen: the largest logit is {logits[best]}.");
    }

    private Span<float> Copy(ReadOnlySpan<float> logits)
    {
        var raw = _scratch.Raw(logits.Length);
        logits.CopyTo(raw);
        return raw;
    }
}

/// <param name="LogProbability">By the model itself, before bias, penalties and temperature.</param>
/// <param name="Top">The likeliest tokens, if the options ask for some.</param>
internal readonly record struct SampledToken(int Id, float LogProbability, IReadOnlyList<TokenScore> Top);
