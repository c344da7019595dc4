namespace Platform.Model.Corpus;

/// <summary>What became of one source.</summary>
public sealed class SourceCount
{
    /// <summary>It has no licence, and such sources were not asked for.</summary>
    public bool Excluded { get; internal set; }

    public int Read { get; internal set; }

    public int Train { get; private set; }

    public int Dev { get; private set; }

    /// <summary>UTF-16 units.</summary>
    public long TrainCharacters { get; private set; }

    public long DevCharacters { get; private set; }

    internal void Add(CorpusDocument document)
    {
        if (document.Split == "dev")
        {
            Dev++;
            DevCharacters += document.Characters;
            return;
        }

        Train++;
        TrainCharacters += document.Characters;
    }
}
