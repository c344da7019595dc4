using System.ComponentModel.DataAnnotations;

namespace Platform.Scenarios.FreeDialogue;

/// <summary>Section <c>Dialogue</c>.</summary>
public sealed class FreeDialogueOptions
{
    /// <summary>Who talks: a system message for the model. Null for models that were trained without one, as the shipped one was.</summary>
    [MaxLength(4000)]
    public string? Persona { get; set; }

    /// <summary>Earlier messages that the model sees.</summary>
    [Range(0, 200)]
    public int MostLines { get; set; } = 12;

    /// <summary>Most tokens of a reply.</summary>
    [Range(1, 4096)]
    public int MostTokens { get; set; } = 200;

    [Range(0, 2)]
    public float Temperature { get; set; } = 0.7f;
}
