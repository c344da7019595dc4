namespace Platform.Model.Generation.Constraints;

/// <summary>All ways that the bytes so far can be understood, and what follows from them; the same readings are the same object.</summary>
internal sealed class GrammarState(Reading[] readings, int generation)
{
    private readonly Dictionary<int, GrammarState> _next = [];
    private int _generation = generation;

    public IReadOnlyList<Reading> Readings => readings;

    /// <summary>What was said is complete.</summary>
    public required bool MayEnd { get; init; }

    /// <summary>The fewest tokens to completeness.</summary>
    public required int TokensLeft { get; init; }

    /// <summary>Tokens by how many are still needed after them; filled when first asked for.</summary>
    public List<(TokenSet Tokens, int Left)>? Choices { get; set; }

    /// <summary>All of <see cref="Choices"/>.</summary>
    public ulong[]? All { get; set; }

    public int MostLeft { get; set; }

    /// <summary>The text that must follow, cut into tokens; filled when first asked for.</summary>
    public IReadOnlyList<int>? Foreseen { get; set; }

    public Dictionary<int, GrammarState> Next => _next;

    /// <summary>Drops what was found under an earlier number of <see cref="StateLedger.Generation"/>.</summary>
    public GrammarState Of(int now)
    {
        if (_generation == now)
            return this;
        _generation = now;
        _next.Clear();
        (Choices, All) = (null, null);
        return this;
    }
}
