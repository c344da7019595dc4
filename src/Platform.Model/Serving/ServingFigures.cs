namespace Platform.Model.Serving;

/// <summary>What one model has done since it was first loaded, and does now. A snapshot; the counters only grow.</summary>
public sealed record ServingFigures
{
    public static ServingFigures None { get; } = new();

    public int Running { get; init; }
    public int Waiting { get; init; }
    public int BlocksUsed { get; init; }
    public int Blocks { get; init; }

    /// <summary>Tokens generated in each second, over the last ten.</summary>
    public double TokensPerSecond { get; init; }

    /// <summary>Mean number of sequences in a decode step, over the last steps.</summary>
    public double BatchOccupancy { get; init; }

    public long Steps { get; init; }
    public long PromptTokens { get; init; }
    public long GeneratedTokens { get; init; }

    /// <summary>Prompt tokens that were looked up among computed ones, and those that were found.</summary>
    public long PrefixQueries { get; init; }
    public long PrefixHits { get; init; }
    public long Preemptions { get; init; }
    public long Refused { get; init; }
    public long FailedSteps { get; init; }

    /// <summary>Ended choices by their reason; those that the caller left count as cancelled.</summary>
    public IReadOnlyDictionary<FinishReason, long> Ended { get; init; } = new Dictionary<FinishReason, long>();

    /// <summary>Rounds of a draft model, its tokens, those accepted, and accepted by place in the round.</summary>
    public long Drafts { get; init; }
    public long DraftTokens { get; init; }
    public long DraftAccepted { get; init; }
    public IReadOnlyList<long> DraftAcceptedByPlace { get; init; } = [];

    public Histogram ToFirstToken { get; init; } = Histogram.None;
    public Histogram BetweenTokens { get; init; } = Histogram.None;
    public Histogram EndToEnd { get; init; } = Histogram.None;
    public Histogram Queued { get; init; } = Histogram.None;
    public Histogram Prefill { get; init; } = Histogram.None;
    public Histogram Decode { get; init; } = Histogram.None;
}

/// <param name="Bounds">Upper bounds in seconds, ascending.</param>
/// <param name="Counts">How many fell under each bound and above the one before; one more than bounds, for what lies above all.</param>
public sealed record Histogram(IReadOnlyList<double> Bounds, IReadOnlyList<long> Counts, double Sum)
{
    public static Histogram None { get; } = new([], [0], 0);

    public long Count => Counts.Sum();
}
