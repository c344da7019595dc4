namespace Platform.Model.Corpus;

/// <summary>What a corpus is made of. YAML; see docs/corpus.md.</summary>
public sealed class CorpusRecipe
{
    public string Name { get; set; } = "";

    /// <summary>Sets without a licence of their owner (class B) are left out unless this is set.</summary>
    public bool AllowUnlicensed { get; set; }

    public List<CorpusSource> Sources { get; set; } = [];
}

/// <summary>One data set and how it is read.</summary>
public sealed class CorpusSource
{
    public string Name { get; set; } = "";

    public SourceFormat Format { get; set; }

    /// <summary>Path of the training part; the file name may hold *.</summary>
    public string Train { get; set; } = "";

    /// <summary>Path of the part that is held out, or null: then <see cref="HeldOut"/> is taken off the training part.</summary>
    public string? Dev { get; set; }

    /// <summary>Share held out, by a hash of the id.</summary>
    public double HeldOut { get; set; } = 0.01;

    public string Licence { get; set; } = "";

    /// <summary>A: the owner gave a licence. B: none was given.</summary>
    public LicenceClass Class { get; set; } = LicenceClass.A;

    public string? Skill { get; set; }

    /// <summary>Most characters of the training part; null for all.</summary>
    public long? Characters { get; set; }

    /// <summary>An OpenCC table of single characters (traditional, tab, simplified) that texts go through.</summary>
    public string? Simplify { get; set; }

    /// <summary>Of a poem: only these numbers of lines are taken; empty for all.</summary>
    public List<int> Lines { get; set; } = [];
}

public enum LicenceClass
{
    A,
    B,
}

/// <summary>Shapes of data that are known.</summary>
public enum SourceFormat
{
    /// <summary>Our own lines; see <see cref="CorpusFile"/>.</summary>
    Documents,

    /// <summary>JSON lines with messages of role and text (or of text only, by turns).</summary>
    Dialogues,

    /// <summary>JSON lines with a text and perhaps a title.</summary>
    Texts,

    /// <summary>JSON lines with law, article and text; articles of one law follow each other.</summary>
    Articles,

    /// <summary>JSON lines with a passage (context) and its questions (qas).</summary>
    Questions,

    /// <summary>JSON lines with en and zh.</summary>
    Translations,

    /// <summary>JSON arrays of poems: author, title or rhythmic, paragraphs.</summary>
    Poems,
}
