using System.ComponentModel.DataAnnotations;

namespace Platform.Scenarios.Safety;

/// <summary>Settings under <c>Safety</c>.</summary>
public sealed class SafetyOptions
{
    /// <summary>Whether signs of crisis in free conversations are answered with help lines. Practice always looks.</summary>
    public bool WatchConversations { get; set; } = true;

    /// <summary>Who can be called here. Left out: 12356, 120 and 110 in Chinese, the local emergency number in English.</summary>
    public IList<HelpLine> HelpLines { get; } = [];
}

public sealed class HelpLine
{
    /// <summary>Language of the people it is told: <c>zh</c> or <c>en</c>.</summary>
    [Required]
    public string Lang { get; set; } = "zh";

    [Required]
    public string Name { get; set; } = "";

    [Required]
    public string Number { get; set; } = "";
}
