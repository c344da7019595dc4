using System.Globalization;

namespace Platform.Scenarios.Knowledge;

/// <summary>The rules that a row, a field or a file can break.</summary>
public enum ImportRule
{
    Empty = 0,
    TooLong = 1,
    TooMany = 2,
    NotOneOf = 3,
    NotADate = 4,
    BeforeStart = 5,
    NotALanguage = 6,
    TwiceInFile = 7,
    Archived = 8,
    Formula = 9,
    BrokenRow = 10,
    BadId = 11,
    QuestionTaken = 12,
}

/// <summary>One rule that a value broke.</summary>
/// <param name="Column">The field, by its English column name.</param>
/// <param name="Value">What was found, shortened; a length or a count where the rule is about one.</param>
/// <param name="Limit">What the rule allows; null where it goes without saying.</param>
public sealed record RuleBroken(string Column, ImportRule Rule, string Value, string? Limit = null)
{
    private const int LongestShown = 80;

    /// <summary>The value as a report shows it.</summary>
    public string Shown => Value.Length <= LongestShown ? Value : string.Concat(Value.AsSpan(0, LongestShown), "…");

    public override string ToString() => Rule switch
    {
        ImportRule.Empty => $"{Column} is empty",
        ImportRule.TooLong => $"{Column} has {Value} characters, at most {Limit} are kept",
        ImportRule.TooMany => $"{Column} has {Value} items, at most {Limit} are kept",
        ImportRule.NotOneOf => $"{Column} is '{Shown}', known: {Limit}",
        ImportRule.NotADate => $"{Column} is '{Shown}', a day such as 2026-01-31 is needed",
        ImportRule.BeforeStart => $"{Column} is {Value}, before validFrom {Limit}",
        ImportRule.NotALanguage => $"{Column} is '{Shown}', a language tag such as zh or en is needed",
        ImportRule.TwiceInFile => $"{Column} '{Shown}' stands already in row {Limit}",
        ImportRule.Archived => $"{Column} '{Shown}' is archived; take it out of the archive first, or give the row the state 'published'",
        ImportRule.Formula => $"{Column} holds a formula; paste its value",
        ImportRule.BrokenRow => $"the row cannot be read: {Shown}",
        ImportRule.BadId => string.Create(CultureInfo.InvariantCulture, $"{Column} is '{Shown}', 1 to 128 characters without line breaks are needed"),
        ImportRule.QuestionTaken => $"{Column} '{Shown}' is the question of another entry already: {Limit}",
        _ => $"{Column} breaks the rule {Rule}",
    };
}
