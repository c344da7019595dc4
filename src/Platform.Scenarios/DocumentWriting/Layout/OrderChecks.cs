using System.Globalization;
using Platform.Scenarios.DocumentWriting.Genres;

namespace Platform.Scenarios.DocumentWriting.Layout;

/// <summary>What must stand where: title, headings in order, empty lines, signature and date.</summary>
internal static class OrderChecks
{
    /// <summary>In characters.</summary>
    private const double Near = 0.5;

    public static IEnumerable<LayoutDeviation> Of(LayoutText text)
    {
        var lines = text.Lines;
        if (text.Format != OfficialFormat.Minutes && lines.All(line => line.Role != LineRole.Title))
            yield return new LayoutDeviation("title", LayoutPlace.Text, "没有标题。", "There is no title.");
        foreach (var deviation in RedRule(text).Concat(Headings(lines)).Concat(EmptyLines(lines)).Concat(Closing(text)))
            yield return deviation;
    }

    /// <summary>A letter has rules of its own, and minutes need none.</summary>
    private static IEnumerable<LayoutDeviation> RedRule(LayoutText text)
    {
        var title = text.Head;
        if (text.Format == OfficialFormat.Letter || text.Mark is not { } head || title.Count == 0)
            yield break;
        var rule = title.FirstOrDefault(line => line.Look.Bordered) ?? title.FirstOrDefault(line => line.Paragraph.Descendants<DocumentFormat.OpenXml.Wordprocessing.Drawing>().Any());
        if (rule is null)
        {
            if (text.Format == OfficialFormat.Minutes)
                yield break;
            yield return new LayoutDeviation("red-rule", head.Place, "版头下没有红色分隔线。", "There is no red rule below the head.");
            yield break;
        }

        var below = title.SkipWhile(line => line != rule).Skip(1).Count(line => line.Role == LineRole.Empty);
        if (below != 2)
            yield return new LayoutDeviation("title-distance", rule.Place, $"红线与标题之间空了{below}行；应空二行。", $"There are {below} empty lines between the red rule and the title; two are needed.");
    }

    private static IEnumerable<LayoutDeviation> Headings(IReadOnlyList<LayoutLine> lines)
    {
        var counts = new int[5];
        var before = 0;
        foreach (var line in lines.Where(line => line.Role == LineRole.Heading))
        {
            for (var deeper = line.Level + 1; deeper < counts.Length; deeper++)
                counts[deeper] = 0;
            counts[line.Level]++;
            var number = LayoutLines.NumberOf(line.Text);
            if (number != counts[line.Level])
            {
                yield return new LayoutDeviation("heading-order", line.Place, $"序号不连续：这里应为第{counts[line.Level]}。", $"The numbers are out of order: number {counts[line.Level]} is due here.");
                counts[line.Level] = number;
            }

            if (line.Level > before + 1)
                yield return new LayoutDeviation("heading-skip", line.Place, $"标题层次从{before}级跳到{line.Level}级；应依次用一、（一）1.（1）。", $"Headings jump from level {before} to {line.Level}; levels follow 一、（一） 1. （1）.");
            before = line.Level;
        }
    }

    private static IEnumerable<LayoutDeviation> EmptyLines(IReadOnlyList<LayoutLine> lines)
    {
        for (var i = 1; i + 1 < lines.Count; i++)
            if (lines[i].Role == LineRole.Empty && lines[i - 1].Role is LineRole.Body or LineRole.Heading or LineRole.Addressee && lines[i - 1].Role != LineRole.Empty && lines.Skip(i + 1).FirstOrDefault(line => line.Role != LineRole.Empty)?.Role is LineRole.Body or LineRole.Heading)
                yield return new LayoutDeviation("empty-line", lines[i].Place, "正文中间有空行；请删除。", "There is an empty line in the text; remove it.");
        var attachment = lines.ToList().FindIndex(line => line.Role == LineRole.Attachment);
        if (attachment > 0 && lines[attachment - 1].Role != LineRole.Empty)
            yield return new LayoutDeviation("attachment-distance", lines[attachment].Place, "附件说明与正文之间应空一行。", "One empty line stands between the text and the attachment note.");
    }

    private static IEnumerable<LayoutDeviation> Closing(LayoutText text)
    {
        var lines = text.Lines;
        var date = lines.FirstOrDefault(line => line.Role == LineRole.Date);
        var signature = lines.FirstOrDefault(line => line.Role == LineRole.Signature);
        if (date is null)
        {
            if (lines.Any(line => line.Role == LineRole.Issued))
                yield break;
            yield return new LayoutDeviation("date", LayoutPlace.Text, "没有成文日期。", "There is no date.");
            yield break;
        }

        if (signature is not null && IsUnsealed(signature, date))
            yield break;
        var (dateWidth, signatureWidth) = (Width(date.Text), Width(signature?.Text ?? ""));
        if (date.Look.Align is not ("right" or "end"))
            yield return new LayoutDeviation("date-align", date.Place, "成文日期应居右，右空四字。", "The date stands right, four characters in.");
        else if (date.Look.Right < 3.5 || (date.Look.Right > 4.5 && signatureWidth <= dateWidth + 4))
            yield return new LayoutDeviation("date-indent", date.Place, $"成文日期右空{date.Look.Right:0.#}字；应右空四字。", string.Create(CultureInfo.InvariantCulture, $"The date is {date.Look.Right:0.#} characters from the right; four are needed."));
        if (signature is null)
        {
            if (text.Format == OfficialFormat.Minutes)
                yield break; // they bear no seal
            yield return new LayoutDeviation("signature", date.Place, "成文日期之上没有发文机关署名。", "There is no signature above the date.");
            yield break;
        }

        var centres = Math.Abs(signature.Look.Right + signatureWidth / 2 - date.Look.Right - dateWidth / 2);
        if (signature.Look.Align is not ("right" or "end"))
            yield return new LayoutDeviation("signature-align", signature.Place, "署名应居右编排。", "The signature stands right.");
        else if (date.Look.Align is "right" or "end" && centres > 1)
            yield return new LayoutDeviation("signature-centre", signature.Place, "署名应以成文日期为准居中。", "The signature is centred above the date.");
    }

    /// <summary>Whether it is signed as a document without a seal (7.3.5.2): the date begins two characters right of the signature, and the longer of the two ends two from the right.</summary>
    private static bool IsUnsealed(LayoutLine signature, LayoutLine date) =>
        signature.Look.Align is "right" or "end" && date.Look.Align is "right" or "end"
        && Math.Abs(signature.Look.Right + Width(signature.Text) - date.Look.Right - Width(date.Text) - 2) <= Near
        && Math.Abs(Math.Min(signature.Look.Right, date.Look.Right) - 2) <= Near;

    private static double Width(string text) => text.Trim().Sum(sign => sign < 128 ? 0.5 : 1);
}
