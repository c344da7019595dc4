namespace Platform.Model.Corpus;

/// <summary>What became of one source.</summary>
public sealed class SourceCount
{
    public string Name { get; set; } = "";

    public string Licence { get; set; } = "";

    /// <summary><c>A</c>: an open licence. <c>B</c>: none was given.</summary>
    public string Class { get; set; } = "";

    /// <summary>It has no licence, and such sources were not asked for.</summary>
    public bool Excluded { get; set; }

    public int Read { get; set; }

    /// <summary>UTF-16 units.</summary>
    public long ReadCharacters { get; set; }

    /// <summary>Documents left out, by reason.</summary>
    public SortedDictionary<string, int> Dropped { get; set; } = new(StringComparer.Ordinal);

    /// <summary>Masked places, by kind.</summary>
    public SortedDictionary<string, int> Masked { get; set; } = new(StringComparer.Ordinal);

    /// <summary>Characters that were left after each stage, in order: cleaned, unique, kept.</summary>
    public SortedDictionary<string, long> Stages { get; set; } = new(StringComparer.Ordinal);

    /// <summary>Kept training documents by length: the key is the power of two that the characters reach.</summary>
    public SortedDictionary<int, int> Lengths { get; set; } = [];

    public int Train { get; set; }

    public int Dev { get; set; }

    public long TrainCharacters { get; set; }

    public long DevCharacters { get; set; }

    internal void Drop(string reason) => Dropped[reason] = Dropped.GetValueOrDefault(reason) + 1;

    internal void Keep(CorpusDocument document)
    {
        if (document.Split == "dev")
        {
            Dev++;
            DevCharacters += document.Characters;
            return;
        }

        Train++;
        TrainCharacters += document.Characters;
        var reached = 1 << System.Numerics.BitOperations.Log2((uint)Math.Max(1, document.Characters));
        Lengths[reached] = Lengths.GetValueOrDefault(reached) + 1;
    }
}
