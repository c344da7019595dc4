using System.ComponentModel.DataAnnotations;

namespace Platform.Scenarios.DocumentWriting;

/// <summary>Section <c>Writing</c>: how long a model is asked before the engine's own words are taken.</summary>
public sealed class DocumentWritingOptions
{
    /// <summary>Drafts of each section in one try; the best is taken.</summary>
    [Range(1, 8)]
    public int Candidates { get; set; } = 3;

    /// <summary>Tries of a section; from the second on, the failed check is named.</summary>
    [Range(1, 5)]
    public int Tries { get; set; } = 2;
}
