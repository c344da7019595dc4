namespace Platform.Model.Corpus.Recipes;

/// <summary>One data set of a recipe: where its records are, and what documents are made of them.</summary>
internal sealed class CorpusSource
{
    public string Name { get; set; } = "";

    /// <summary>Below the data folder.</summary>
    public string Folder { get; set; } = "";

    /// <summary>File names or patterns with <c>*</c> below the folder. Records are JSON lines, or one JSON array.</summary>
    public List<string> Train { get; set; } = [];

    /// <summary>Held-out files, where the set has them.</summary>
    public List<string> Dev { get; set; } = [];

    /// <summary>Share of the training records, 0 to 1, that is held out instead; chosen by a hash of the text, so that equal texts fall on one side.</summary>
    public double DevShare { get; set; }

    public string Licence { get; set; } = "";

    /// <summary><c>A</c>: an open licence. <c>B</c>: none was given, so it is left out unless asked for.</summary>
    public string Class { get; set; } = "B";

    public string? Skill { get; set; }

    /// <summary>Share of the records that is taken, 0 to 1, chosen by a hash.</summary>
    public double Share { get; set; } = 1;

    /// <summary>So many records that follow one another become one document.</summary>
    public int Group { get; set; } = 1;

    /// <summary>A text with blanks such as <c>{title}</c>; a list in a blank becomes lines.</summary>
    public string? Text { get; set; }

    /// <summary>The record is a dialogue.</summary>
    public DialogueShape? Dialogue { get; set; }

    /// <summary>Questions and answers are written from the record.</summary>
    public ExchangeShape? Exchange { get; set; }

    /// <summary>Traditional characters become simplified ones.</summary>
    public bool Simplify { get; set; }

    /// <summary>Characters or words that no document of this source may have: marks of gaps, editors' notes.</summary>
    public List<string> Without { get; set; } = [];

    /// <summary>Of <c>language</c>, <c>repetition</c>, <c>rules</c> and <c>quality</c>: what its texts are held to. Null: all for running text, language and repetition for dialogues, none for exchanges.</summary>
    public List<string>? Checks { get; set; }

    /// <summary>Whether personal data is masked. Null: in dialogues. Published texts name whom they name.</summary>
    public bool? PersonalData { get; set; }

    /// <summary>The records are corpus documents already: dialogue logs that were exported with consent, or another corpus.</summary>
    public bool Documents { get; set; }

    public bool Asks(string check) => Checks?.Contains(check, StringComparer.Ordinal) ?? (Text is not null || (Dialogue is not null && check is "language" or "repetition"));

    public bool Masks => PersonalData ?? (Dialogue is not null || Documents);
}
