using System.ComponentModel.DataAnnotations;

namespace Platform.Scenarios.FreeDialogue;

/// <summary>Section <c>Dialogue</c>.</summary>
public sealed class FreeDialogueOptions
{
    /// <summary>Who talks: a system message for the model. Null for models that were trained without one, as the shipped one was.</summary>
    [MaxLength(4000)]
    public string? Persona { get; set; }

    /// <summary>How the bot calls itself in Chinese.</summary>
    [Required, MaxLength(20)]
    public string Name { get; set; } = "小云";

    /// <summary>How it calls itself in English.</summary>
    [Required, MaxLength(40)]
    public string EnglishName { get; set; } = "Yun";

    /// <summary>What it says of itself behind its name, in Chinese.</summary>
    [MaxLength(400)]
    public string About { get; set; } = "我可以陪你闲聊，但我说的话不能当作依据。";

    /// <summary>The same in English.</summary>
    [MaxLength(400)]
    public string EnglishAbout { get; set; } = "I can chat, but nothing I say is to be relied on.";

    /// <summary>Answers that a model may try; the first that passes the checks stands.</summary>
    [Range(1, 10)]
    public int Tries { get; set; } = 3;

    /// <summary>Earlier messages that the model sees.</summary>
    [Range(0, 200)]
    public int MostLines { get; set; } = 12;

    /// <summary>Most tokens of a reply.</summary>
    [Range(1, 4096)]
    public int MostTokens { get; set; } = 200;

    [Range(0, 2)]
    public float Temperature { get; set; } = 0.7f;
}
