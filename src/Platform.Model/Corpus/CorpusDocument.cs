namespace Platform.Model.Corpus;

/// <summary>One text or one dialogue of a corpus, with where it comes from and what may be done with it.</summary>
internal sealed record CorpusDocument
{
    /// <summary>Stable between two builds: the source's name and the record's own number, or a hash of the text.</summary>
    public required string Id { get; init; }

    /// <summary>Name of the data set, as in its folder.</summary>
    public required string Source { get; init; }

    /// <summary>The licence by its short name, such as <c>MIT</c>; <c>none</c> where the publisher gave none.</summary>
    public required string Licence { get; init; }

    /// <summary>The ability that the document teaches, or null for plain language.</summary>
    public string? Skill { get; init; }

    /// <summary>Running text. A document has either this or <see cref="Messages"/>.</summary>
    public string? Text { get; init; }

    /// <summary>The turns of a dialogue, in order.</summary>
    public IReadOnlyList<CorpusMessage>? Messages { get; init; }

    /// <summary>Probability of the quality classifier, 0 to 1; null before it was asked.</summary>
    public double? Quality { get; init; }

    /// <summary><c>train</c> or <c>dev</c>.</summary>
    public required string Split { get; init; }

    /// <summary>Whether those who wrote it agreed to its use: given by an open licence, or by each person in dialogue logs.</summary>
    public bool Consent { get; init; }

    /// <summary>All characters that a model would read (UTF-16 units), without the template's own.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public int Characters => Text?.Length ?? Messages?.Sum(message => message.Content.Length) ?? 0;

    /// <summary>All that a model would read as one text, for counting and comparing.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public string AllText => Text ?? string.Join('\n', Messages!.Select(message => message.Content));
}
