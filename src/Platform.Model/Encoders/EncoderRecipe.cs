namespace Platform.Model.Encoders;

/// <summary>How an encoder is trained. YAML; see docs/training.md.</summary>
public sealed class EncoderRecipe
{
    public string Name { get; set; } = "";

    /// <summary>Folder of the tokenizer.</summary>
    public string Tokenizer { get; set; } = "";

    /// <summary>Length of a vector.</summary>
    public int Width { get; set; } = 256;

    public List<PairSource> Pairs { get; set; } = [];

    public int Seed { get; set; } = 1;

    public int Steps { get; set; } = 3000;

    /// <summary>Pairs of a step; every other pair of it is a wrong answer.</summary>
    public int Batch { get; set; } = 384;

    public double LearningRate { get; set; } = 0.01;

    /// <summary>What cosines are divided by.</summary>
    public double Temperature { get; set; } = 0.06;

    /// <summary>Share of tokens that is left out of each text, anew in each step.</summary>
    public double Dropout { get; set; } = 0.15;

    public int Threads { get; set; }
}

/// <summary>Texts that belong together.</summary>
public sealed class PairSource
{
    public PairKind Kind { get; set; }

    /// <summary>JSON lines, plain or gzipped.</summary>
    public string File { get; set; } = "";

    /// <summary>Of a corpus file only documents of these sources; empty for all.</summary>
    public List<string> Sources { get; set; } = [];

    /// <summary>How often it is drawn from, against the others.</summary>
    public double Weight { get; set; } = 1;
}

/// <summary>How pairs are found in a file.</summary>
public enum PairKind
{
    /// <summary>Corpus documents: what a person said and what was answered.</summary>
    Turns,

    /// <summary>Corpus documents: two parts of one text.</summary>
    Parts,

    /// <summary>Lines with text and label: two texts of one label; others of the label are no wrong answers.</summary>
    Labels,

    /// <summary>Lines with sentence1, sentence2 and label 1 for a paraphrase; label 0 is left out.</summary>
    Paraphrases,
}
