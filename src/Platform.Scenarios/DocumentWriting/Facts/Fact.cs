namespace Platform.Scenarios.DocumentWriting.Facts;

/// <summary>Something that a text may state only because a source says it.</summary>
public enum FactKind
{
    Number = 0,
    Date = 1,
    Name = 2,
    DocumentNumber = 3,
    Quote = 4,
}

/// <summary>A fact as it stands in a source.</summary>
/// <param name="Text">As it is written there, for example <c>1.2万人</c>.</param>
/// <param name="Value">For comparison: <c>12000人</c>; of a date <c>2026-3-5</c>, with empty parts for what is not said.</param>
/// <param name="Context">The sentence around it, with what a person corrected in it.</param>
/// <param name="Source">Name of the material, or <c>brief</c>.</param>
public sealed record Fact(FactKind Kind, string Text, string Value, string Context, string Source);
