using System.Diagnostics;

namespace Platform.Scenarios.Knowledge.Search;

/// <summary>What the stages say of one query, entry by entry.</summary>
internal sealed class MatchEvidence(int entries)
{
    public float[] Lexical { get; } = new float[entries];

    public int[] LexicalQuestion { get; } = new int[entries];

    public float[] Margin { get; } = new float[entries];

    public float[] Similarity { get; } = new float[entries];

    public int[] SimilarQuestion { get; } = new int[entries];

    /// <summary>Cosine with the entry's answer.</summary>
    public float[] Answer { get; } = new float[entries];

    public float[]? Dense { get; set; }

    public int[] DenseQuestion { get; } = new int[entries];

    /// <summary>Share of the query's n-grams the base knows.</summary>
    public double Coverage { get; set; }

    /// <summary>Entries in scope, rising.</summary>
    public int[] Present { get; set; } = [];
}

/// <summary>Measures the stages of one search.</summary>
internal sealed class StageClock
{
    private readonly List<StageTime> _times = [];
    private long _last = Stopwatch.GetTimestamp();

    public IReadOnlyList<StageTime> Times => _times;

    public void Lap(string stage)
    {
        var now = Stopwatch.GetTimestamp();
        _times.Add(new StageTime(stage, Stopwatch.GetElapsedTime(_last, now)));
        _last = now;
    }
}
