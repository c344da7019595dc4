namespace Platform.Model.Generation.Constraints;

/// <summary>All ways that the bytes so far can be understood, and what follows from them; the same readings are the same object.</summary>
internal sealed class GrammarState(Reading[] readings)
{
    private readonly Dictionary<int, GrammarState> _next = [];

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

    public int Only { get; set; } = -1;

    public Dictionary<int, GrammarState> Next => _next;
}
