using Platform.Model.Layers;

namespace Platform.Model.Architectures;

/// <summary>Decoder-only networks that differ in a few details only.</summary>
public enum DecoderFamily
{
    Llama,
    Qwen2,
    Qwen3,
    Yuan,
}

/// <summary>Sizes and details of a decoder, the same record for all families; checked once, here.</summary>
public sealed record DecoderConfig
{
    /// <summary>Of the norm within Yuan's localized filter, whatever <see cref="NormEpsilon"/> is: its published code gives it no other.</summary>
    public const double FilterNormEpsilon = 1e-6;

    private const int MostOfAnything = 1 << 24;

    public required DecoderFamily Family { get; init; }

    /// <summary>V: rows of embedding and head.</summary>
    public required int VocabularySize { get; init; }

    /// <summary>d: channels of the residual stream.</summary>
    public required int Width { get; init; }

    public required int Layers { get; init; }

    public required int QueryHeads { get; init; }

    public required int KeyValueHeads { get; init; }

    /// <summary>Channels of one head; QueryHeads · HeadSize may differ from <see cref="Width"/> (Qwen3).</summary>
    public required int HeadSize { get; init; }

    public required int FeedForwardWidth { get; init; }

    /// <summary>Most positions of a sequence.</summary>
    public required int Context { get; init; }

    public required double NormEpsilon { get; init; }

    public required double RotaryBase { get; init; }

    /// <summary>Null where positions are used as they are.</summary>
    public RotaryScaling? RotaryScaling { get; init; }

    /// <summary>The head is the embedding.</summary>
    public bool TiedHead { get; init; }

    /// <summary>Queries, keys and values have a bias (Qwen2).</summary>
    public bool QueryKeyValueBias { get; init; }

    /// <summary>Queries and keys are normalized head by head (Qwen3).</summary>
    public bool QueryKeyNorm { get; init; }

    /// <summary>Queries and keys come from localized filtering (Yuan).</summary>
    public bool LocalizedFilter => Family == DecoderFamily.Yuan;

    /// <summary>Parameters of the network, a tied head counted once.</summary>
    public long Parameters
    {
        get
        {
            long width = Width, heads = QueryHeads * (long)HeadSize, keyValues = KeyValueHeads * (long)HeadSize;
            var attention = width * (2 * heads + 2 * keyValues) + (QueryKeyValueBias ? heads + 2 * keyValues : 0) + (QueryKeyNorm ? 2L * HeadSize : 0);
            var filter = LocalizedFilter ? 2 * width * width + width / 2 + 2 * width : 0;
            return (TiedHead ? 1 : 2) * VocabularySize * width + width + Layers * (attention + filter + 3 * width * FeedForwardWidth + 2 * width);
        }
    }

    /// <summary>Weights that every token is multiplied with in a forward pass: all maps and the head, not the look-up in the embedding.</summary>
    public long MultipliedWeights
    {
        get
        {
            long width = Width, heads = QueryHeads * (long)HeadSize, keyValues = KeyValueHeads * (long)HeadSize;
            return Layers * (width * (2 * heads + 2 * keyValues) + 3 * width * FeedForwardWidth) + VocabularySize * width;
        }
    }

    /// <summary>The same record, when its sizes fit together.</summary>
    /// <exception cref="InvalidDataException">They do not; the message says which and why.</exception>
    public DecoderConfig Checked()
    {
        foreach (var (name, value) in new[]
        {
            ("vocabulary size", VocabularySize), ("width", Width), ("number of layers", Layers), ("number of query heads", QueryHeads),
            ("number of key/value heads", KeyValueHeads), ("head size", HeadSize), ("feed-forward width", FeedForwardWidth), ("context", Context),
        })
        {
            if (value is < 1 or > MostOfAnything)
                throw new InvalidDataException($"The {name} is {value}; it must be from 1 to {MostOfAnything}.");
        }

        if (QueryHeads % KeyValueHeads != 0)
            throw new InvalidDataException($"{QueryHeads} query heads cannot share {KeyValueHeads} key/value heads; the first must be a multiple of the second.");
        if (HeadSize % 2 != 0)
            throw new InvalidDataException($"The head size is {HeadSize}; rotary embedding pairs channels, so it must be even.");
        if (LocalizedFilter && (KeyValueHeads != QueryHeads || Width % 2 != 0 || QueryHeads * HeadSize != Width))
            throw new InvalidDataException($"A Yuan network needs an even width ({Width}) that its heads ({QueryHeads} of {HeadSize}) fill, and as many key/value heads ({KeyValueHeads}) as query heads.");
        if (!(NormEpsilon is > 0 and < 1))
            throw new InvalidDataException($"The norm's epsilon is {NormEpsilon}; it must be between 0 and 1.");
        if (!(RotaryBase is > 0 and < 1e12))
            throw new InvalidDataException($"The rotary base is {RotaryBase}; it must be above 0 and below 1e12.");
        return this;
    }
}
