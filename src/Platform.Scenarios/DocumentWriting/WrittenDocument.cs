using Platform.Scenarios.DocumentWriting.Facts;
using Platform.Scenarios.DocumentWriting.Genres;

namespace Platform.Scenarios.DocumentWriting;

/// <summary>A document in words, before any layout.</summary>
public sealed record WrittenDocument
{
    /// <summary>Id of the genre.</summary>
    public required string Genre { get; init; }

    public required string Title { get; init; }

    public string Issuer { get; init; } = "";

    public string DocumentNumber { get; init; } = "";

    /// <summary>Who signed it off; empty when it goes to no higher body or none was given.</summary>
    public string Signer { get; init; } = "";

    public bool RedHead { get; init; }

    /// <summary>Of the red head.</summary>
    public OfficialFormat Format { get; init; }

    /// <summary>The words of the red head: the issuing body's mark.</summary>
    public string Mark => Format switch { OfficialFormat.Letter => Issuer, OfficialFormat.Minutes => $"{Issuer}会议纪要", _ => $"{Issuer}文件" };

    /// <summary>With its colon; empty when the genre has none.</summary>
    public string Addressee { get; init; } = "";

    public required IReadOnlyList<WrittenParagraph> Paragraphs { get; init; }

    public IReadOnlyList<string> Attachments { get; init; } = [];

    /// <summary>Who was at a meeting; empty for what is no minutes.</summary>
    public IReadOnlyList<AttendanceList> Attendance { get; init; } = [];

    public required string Signature { get; init; }

    public required string Date { get; init; }

    /// <summary>Contact person and telephone; empty when none was given.</summary>
    public string Contact { get; init; } = "";

    /// <summary>Characters of the text without title, signature and other layout.</summary>
    public int Length => Paragraphs.Sum(paragraph => Sentences.Length(paragraph.Text));
}

/// <param name="Word">出席, 请假 or 列席.</param>
public sealed record AttendanceList(string Word, string Names);

/// <summary>A paragraph of a document.</summary>
/// <param name="Node">Of the outline.</param>
/// <param name="Level">0 for text, from 1 for a heading: 一、 （一） 1. （1）.</param>
/// <param name="Text">With its number when it is a heading.</param>
/// <param name="WordedBy">Model that worded it, <c>engine</c> for the composer, <c>person</c> after an edit.</param>
/// <param name="Refused">Checks that a model's tries failed before.</param>
public sealed record WrittenParagraph(string Node, int Level, string Text, string WordedBy, IReadOnlyList<string> Refused)
{
    public const string Engine = "engine";
    public const string Person = "person";

    public static WrittenParagraph Own(string node, int level, string text) => new(node, level, text, Engine, []);
}
