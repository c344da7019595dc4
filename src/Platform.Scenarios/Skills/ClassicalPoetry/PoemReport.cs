using System.Text;

namespace Platform.Scenarios.Skills.ClassicalPoetry;

/// <summary>What a check of a poem found.</summary>
/// <param name="Form">The form that fits best; null when the lines have the lengths of none.</param>
/// <param name="Pattern">Its pattern that fits best.</param>
/// <param name="IsRegulated">The tones keep to the form so far that it can be taken for it; old-style verse of the same shape does not.</param>
/// <param name="Lines">The poem with what is known of each sign.</param>
/// <param name="Rhyme">The group or groups that all rhymes share; empty when they share none.</param>
/// <param name="Parallelism">How well the middle couplets face each other, 0 to 1; null where none have to.</param>
public sealed record PoemReport(
    PoemForm? Form, TonalPattern? Pattern, bool IsRegulated, IReadOnlyList<CheckedLine> Lines, string Rhyme, IReadOnlyList<PoemFinding> Findings, double? Parallelism)
{
    /// <summary>In form: recognised, and nothing was found.</summary>
    public bool IsClean => IsRegulated && Findings.Count == 0;
}

/// <param name="Template">The tones that the pattern has here; null without a form.</param>
/// <param name="Mark">What follows the line.</param>
public sealed record CheckedLine(IReadOnlyList<CheckedSign> Signs, string? Template, bool Rhymes, string Mark);

/// <param name="Tones">The tones in use.</param>
/// <param name="Groups">Its rhyme groups, such as 平东; empty for an unknown sign.</param>
/// <param name="IsWrong">A finding names it.</param>
public sealed record CheckedSign(Rune Sign, Tones Tones, string Groups, bool IsWrong)
{
    /// <summary>平, 仄, 中 for either, ? for unknown.</summary>
    public string Tone => Groups.Length == 0 ? "?" : Tones switch { Tones.Level => "平", Tones.Oblique => "仄", _ => "中" };
}

public enum PoemFault
{
    /// <summary>The lines have the lengths of no form, or not of the one asked for.</summary>
    Shape,

    /// <summary>出律: a sign sounds wrong for its place.</summary>
    Tone,

    /// <summary>失对: the lines of a couplet do not oppose each other.</summary>
    LostOpposition,

    /// <summary>失粘: a couplet does not take up the tone of the one before.</summary>
    LostAdhesion,

    /// <summary>孤平: but for the rhyme one level sign alone in its line.</summary>
    LonelyLevel,

    /// <summary>三平尾: three level signs end a line.</summary>
    ThreeLevels,

    /// <summary>出韵: a rhyme of another group.</summary>
    Rhyme,

    /// <summary>A sign that stands twice, not doubled.</summary>
    Repetition,
}

/// <param name="Line">From 0.</param>
/// <param name="Columns">Signs of the line that it is about, from 0.</param>
public sealed record PoemFinding(PoemFault Fault, int Line, IReadOnlyList<int> Columns, string Chinese, string English)
{
    public string In(bool isChinese) => isChinese ? Chinese : English;
}
