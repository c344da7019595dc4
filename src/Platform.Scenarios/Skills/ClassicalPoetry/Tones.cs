namespace Platform.Scenarios.Skills.ClassicalPoetry;

/// <summary>What a character can sound as in verse: level (平), oblique (仄: rising, departing, entering), or either.</summary>
[Flags]
public enum Tones
{
    None = 0,
    Level = 1,
    Oblique = 2,
    Both = Level | Oblique,
}
