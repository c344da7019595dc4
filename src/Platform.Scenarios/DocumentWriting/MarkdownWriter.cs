using System.Text;
using Platform.Scenarios.DocumentWriting.Genres;

namespace Platform.Scenarios.DocumentWriting;

/// <summary>A document as Markdown: the title is the only first-level heading.</summary>
public static class MarkdownWriter
{
    private const string Special = @"\`*_{}[]<>#|~";

    public static string Write(WrittenDocument document)
    {
        var text = new StringBuilder();
        var special = document.RedHead ? document.Format : OfficialFormat.General;
        if (special != OfficialFormat.General)
            text.Append(SpecialHead(document)).Append("---\n\n");
        text.Append("# ").Append(Escape(document.Title)).Append("\n\n");
        if (special == OfficialFormat.General && (document.DocumentNumber.Length > 0 || document.Signer.Length > 0))
            text.Append(Escape(document.DocumentNumber)).Append(document.Signer.Length > 0 ? $"　签发人：{Escape(document.Signer)}" : "").Append("\n\n");
        if (document.Addressee.Length > 0)
            text.Append(Escape(document.Addressee)).Append("\n\n");
        foreach (var paragraph in document.Paragraphs)
            text.Append(paragraph.Level > 0 ? $"{new string('#', Math.Min(6, paragraph.Level + 1))} " : "").Append(Escape(paragraph.Text)).Append("\n\n");
        for (var i = 0; i < document.Attachments.Count; i++)
            text.Append(i == 0 ? "附件：" : "").Append(document.Attachments.Count > 1 ? $"{i + 1}\\. " : "").Append(Escape(document.Attachments[i])).Append(i + 1 < document.Attachments.Count ? "  \n" : "\n\n");
        for (var i = 0; i < document.Attendance.Count; i++)
            text.Append("**").Append(document.Attendance[i].Word).Append("**：").Append(Escape(document.Attendance[i].Names)).Append(i + 1 < document.Attendance.Count ? "  \n" : "\n\n");
        if (special != OfficialFormat.Minutes)
            text.Append(Escape(document.Signature)).Append("  \n").Append(Escape(document.Date)).Append('\n');
        if (document.Contact.Length > 0)
            text.Append("\n（联系人：").Append(Escape(document.Contact)).Append("）\n");
        return text.ToString();
    }

    /// <summary>What stands above the title: of minutes also issuer and date. Markdown has neither colour nor place.</summary>
    private static string SpecialHead(WrittenDocument document) =>
        $"**{Escape(document.Mark)}**\n\n{(document.DocumentNumber.Length > 0 ? $"{Escape(document.DocumentNumber)}\n\n" : "")}{(document.Format == OfficialFormat.Minutes ? $"{Escape(document.Issuer)}　{Escape(document.Date)}\n\n" : "")}";

    private static string Escape(string text)
    {
        var escaped = new StringBuilder(text.Length);
        foreach (var sign in text)
            escaped.Append(Special.Contains(sign, StringComparison.Ordinal) ? $"\\{sign}" : sign is '\r' or '\n' ? " " : sign.ToString());
        return escaped.ToString();
    }
}
