namespace Platform.Model.Corpus.Recipes;

/// <summary>Turns written from templates: a question and its answer.</summary>
internal sealed class ExchangeShape
{
    /// <summary>A list in the record: each of its items gives one exchange. Blanks look in the item first, then in the record.</summary>
    public string? Each { get; set; }

    /// <summary>Forms that say the same; a hash of the record chooses one.</summary>
    public List<ExchangeForm> Forms { get; set; } = [];
}

internal sealed class ExchangeForm
{
    public string User { get; set; } = "";

    public string Assistant { get; set; } = "";

    /// <summary>The user's part from the second exchange of a document on, where the first gives a passage that need not be repeated.</summary>
    public string? Then { get; set; }
}
