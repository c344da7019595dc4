using DocumentFormat.OpenXml.Wordprocessing;
using Platform.Scenarios.DocumentWriting.Genres;

namespace Platform.Scenarios.DocumentWriting.Layout;

/// <summary>What a paragraph of a file is.</summary>
internal enum LineRole
{
    Empty = 0,
    RedHead = 1,
    DocumentNumber = 2,
    Title = 3,
    Addressee = 4,
    Heading = 5,
    Body = 6,
    Attachment = 7,
    Signature = 8,
    Date = 9,
    Contact = 10,

    /// <summary>Number of a letter, which stands right.</summary>
    LetterNumber = 11,

    /// <summary>Copy number, secrecy or urgency above the title.</summary>
    Marking = 12,

    /// <summary>Issuer and date in the head of minutes.</summary>
    Issued = 13,

    /// <summary>Who was at a meeting.</summary>
    Attendance = 14,
}

/// <summary>A paragraph with its role and look.</summary>
/// <param name="Number">In the file, from 1.</param>
/// <param name="Level">Of a heading, from 1.</param>
internal sealed record LayoutLine(Paragraph Paragraph, int Number, string Text, LineRole Role, int Level, ParagraphLook Look, IReadOnlyList<(string Text, RunLook Look)> Runs)
{
    public LayoutPlace Place => new($"第{Number}段{Start}", $"paragraph {Number}{(Start.Length > 0 ? $" {Start}" : "")}");

    private string Start => Text.Length == 0 ? "" : $"“{(Text.Trim().Length > 14 ? Text.Trim()[..14] + "…" : Text.Trim())}”";

    public int LargestRun => Runs.Count == 0 ? 0 : Runs.Max(run => run.Look.Size);
}

/// <summary>A file's paragraphs, and which of the standard's formats it uses.</summary>
internal sealed record LayoutText(OfficialFormat Format, IReadOnlyList<LayoutLine> Lines)
{
    /// <summary>What stands above the title; of a file without one, nothing.</summary>
    public IReadOnlyList<LayoutLine> Head => Lines.Any(line => line.Role == LineRole.Title) ? [.. Lines.TakeWhile(line => line.Role != LineRole.Title)] : [];

    /// <summary>The issuing body's mark.</summary>
    public LayoutLine? Mark => Lines.FirstOrDefault(line => line.Role == LineRole.RedHead);
}
