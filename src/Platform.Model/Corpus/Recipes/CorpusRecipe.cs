namespace Platform.Model.Corpus.Recipes;

/// <summary>What a corpus is made of: a YAML file.</summary>
internal sealed class CorpusRecipe
{
    public string Name { get; set; } = "";

    /// <summary>Folder of OpenCC's dictionaries (<c>TSCharacters.txt</c>, <c>TSPhrases.txt</c>), needed by sources that are to be simplified.</summary>
    public string? Simplification { get; set; }

    /// <summary>What texts may be in: <c>zh</c>, <c>zh-Hant</c>, <c>en</c>.</summary>
    public List<string> Languages { get; set; } = ["zh", "en"];

    /// <summary>Jaccard similarity from which on two texts count as the same; 0 compares none.</summary>
    public double NearDuplicates { get; set; } = 0.8;

    /// <summary>A quality model's file below a data folder, and the least probability that a text needs.</summary>
    public QualityGate? Quality { get; set; }

    /// <summary>Files of tests (JSON lines) below a data folder, names or patterns with <c>*</c>: texts that hold parts of them are left out of training.</summary>
    public List<string> Evaluation { get; set; } = [];

    public List<CorpusSource> Sources { get; set; } = [];
}

internal sealed class QualityGate
{
    public string Model { get; set; } = "";

    public double Least { get; set; } = 0.5;
}
