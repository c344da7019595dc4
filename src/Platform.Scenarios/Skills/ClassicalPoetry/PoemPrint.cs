using System.Globalization;
using System.Text;

namespace Platform.Scenarios.Skills.ClassicalPoetry;

/// <summary>A check in plain text: the signs of each line, their tones below, then what was found.</summary>
public static class PoemPrint
{
    /// <returns>Markdown; the annotated lines stand in a code block, where signs keep under each other.</returns>
    public static string Annotated(PoemReport report, bool isChinese)
    {
        var text = new StringBuilder();
        text.Append(Head(report, isChinese)).Append("\n\n```text\n");
        foreach (var line in report.Lines)
        {
            text.Append(string.Concat(line.Signs.Select(sign => sign.Sign))).Append('\n');
            text.Append(string.Concat(line.Signs.Select(sign => sign.Tone)));
            if (line.Rhymes && line.Signs[^1].Groups.Length > 0)
                text.Append('　').Append(isChinese ? "韵：" : "rhyme: ").Append(line.Signs[^1].Groups);
            text.Append('\n');
        }

        text.Append("```\n");
        foreach (var finding in report.Findings)
            text.Append("\n- ").Append(finding.In(isChinese));
        return text.ToString().TrimEnd();
    }

    /// <summary>Form, pattern, rhyme and verdict in one line.</summary>
    public static string Head(PoemReport report, bool isChinese)
    {
        if (report.Form is not { } form)
            return isChinese ? "不合已知体裁。" : "No known form.";
        if (!report.IsRegulated)
            return isChinese ? $"字数同{form.Chinese}，平仄不合，当是古体。" : $"The shape of a {form.English}, without its tones: old-style verse.";
        var verdict = report.Findings.Count == 0 ? (isChinese ? "合律" : "in form") : isChinese ? $"{report.Findings.Count} 处不合" : string.Create(CultureInfo.InvariantCulture, $"{report.Findings.Count} faults");
        var parallel = report.Parallelism is { } value ? string.Create(CultureInfo.InvariantCulture, $"{(isChinese ? "，对仗 " : ", parallelism ")}{value:0.00}") : "";
        return isChinese ? $"{form.Chinese}，{report.Pattern!.Name}，押{report.Rhyme}：{verdict}{parallel}。" : $"{form.English} ({report.Pattern!.Name}), rhymes {report.Rhyme}: {verdict}{parallel}.";
    }
}
