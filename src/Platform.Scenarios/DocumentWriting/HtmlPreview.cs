using System.Net;
using System.Text;
using Platform.Scenarios.DocumentWriting.Genres;

namespace Platform.Scenarios.DocumentWriting;

/// <summary>A document as a page of its own, laid out as on paper and ready for the browser's print. A letter lacks its second rule: a browser has no place for it.</summary>
public static class HtmlPreview
{
    private const string Style = """
        @page { size: A4; margin: 37mm 26mm 35mm 28mm }
        body { max-width: 156mm; margin: 37mm auto; color: #000; background: #fff; font: 16pt/28.95pt "仿宋_GB2312","仿宋",FangSong,STFangsong,serif; text-align: justify }
        @media print { body { margin: 0 } .bar { display: none } }
        .bar { display: flex; gap: 12px; justify-content: flex-end; margin: -24mm 0 12mm; text-indent: 0; font: 15px/1.5 system-ui, sans-serif } .bar button { font: inherit; padding: 4px 16px }
        p, h1, h2, h3, h4 { margin: 0; font-size: 16pt; font-weight: normal; text-indent: 2em }
        h1 { font: 22pt/34pt "方正小标宋简体",STZhongsong,SimSun,serif; text-align: center; text-wrap: balance; text-indent: 0; margin-bottom: 28.95pt }
        h2 { font-family: "黑体",SimHei,STHeiti,sans-serif } h3 { font-family: "楷体_GB2312","楷体",KaiTi,STKaiti,serif }
        .head { color: #f00; font: 40pt/60pt "方正小标宋简体",STZhongsong,SimSun,serif; text-align: center; text-indent: 0; margin-bottom: 57.9pt }
        .number { text-align: center; text-indent: 0; margin-bottom: 28.95pt }
        .signed { display: flex; justify-content: space-between; padding: 0 1em } .signed b { font-weight: normal; font-family: "楷体_GB2312","楷体",KaiTi,STKaiti,serif }
        .head + .number { border-bottom: 2pt solid #f00; padding-bottom: 6pt; margin-bottom: 57.9pt }
        .flush { text-indent: 0 } .sign { text-indent: 0; display: table; margin: 57.9pt 4em 0 auto; text-align: center } .note { margin-top: 28.95pt }
        .first { padding-left: 5em; text-indent: -3em } .numbered { padding-left: 6em; text-indent: -1em } .first.numbered { text-indent: -4em }
        .attendance { padding-left: 5em; text-indent: -3em } .attendance b { font-weight: normal; font-family: "黑体",SimHei,STHeiti,sans-serif }
        """;

    /// <summary>The page of a letter is as wide as its rule, 170 mm; what stands below the rule is 156 mm wide.</summary>
    private const string LetterStyle = """

        @page { margin: 37mm 19mm 35mm 21mm } @page :first { margin-top: 30mm }
        body { max-width: 170mm } @media screen { body { margin-top: 30mm } }
        .head { margin: 0 0 4mm } .rule { height: 1.5pt; border-top: 3pt solid #f00; border-bottom: 1pt solid #f00 }
        .sheet { padding: 14pt 7mm 0 } .number { text-align: right } .sheet > .number { margin-bottom: 57.9pt } .sheet > h1:first-child { margin-top: 57.9pt }
        """;

    private const string MinutesStyle = """

        .head { padding-top: 35mm } .edition { text-align: center; text-indent: 0 }
        .issued { display: flex; justify-content: space-between; text-indent: 0; padding: 0 1em 6pt; margin: 28.95pt 0 57.9pt; border-bottom: 2pt solid #f00 }
        """;

    /// <param name="bar">Markup above the page that is not printed.</param>
    public static string Page(WrittenDocument document, string bar = "")
    {
        var special = document.RedHead ? document.Format : OfficialFormat.General;
        var style = special switch { OfficialFormat.Letter => Style + LetterStyle, OfficialFormat.Minutes => Style + MinutesStyle, _ => Style };
        var html = new StringBuilder("<!DOCTYPE html>\n<html lang=\"zh-Hans\"><head><meta charset=\"utf-8\"><title>").Append(Encode(document.Title)).Append("</title><style>\n").Append(style).Append("\n</style></head><body>\n").Append(bar);
        if (document.RedHead)
            html.Append("<p class=\"head\">").Append(Encode(document.Mark)).Append("</p>\n");
        html.Append(special switch { OfficialFormat.Letter => BelowLetterMark(document), OfficialFormat.Minutes => BelowMinutesMark(document), _ => Number(document) });
        html.Append("<h1>").Append(Encode(document.Title)).Append("</h1>\n");
        if (document.Addressee.Length > 0)
            html.Append("<p class=\"flush\">").Append(Encode(document.Addressee)).Append("</p>\n");
        foreach (var paragraph in document.Paragraphs)
        {
            var tag = paragraph.Level == 0 ? "p" : $"h{Math.Min(6, paragraph.Level + 1)}";
            html.Append('<').Append(tag).Append('>').Append(Encode(paragraph.Text)).Append("</").Append(tag).Append(">\n");
        }

        for (var i = 0; i < document.Attachments.Count; i++)
            html.Append(i == 0 ? $"<p class=\"{(document.Attachments.Count > 1 ? "note first numbered" : "note first")}\">附件：" : "<p class=\"numbered\">").Append(document.Attachments.Count > 1 ? $"{i + 1}." : "").Append(Encode(document.Attachments[i])).Append("</p>\n");
        for (var i = 0; i < document.Attendance.Count; i++)
            html.Append(i == 0 ? "<p class=\"note attendance\"><b>" : "<p class=\"attendance\"><b>").Append(Encode(document.Attendance[i].Word)).Append("</b>：").Append(Encode(document.Attendance[i].Names)).Append("</p>\n");
        if (special != OfficialFormat.Minutes)
            html.Append("<p class=\"sign\">").Append(Encode(document.Signature)).Append("<br>").Append(Encode(document.Date)).Append("</p>\n");
        if (document.Contact.Length > 0)
            html.Append("<p>（联系人：").Append(Encode(document.Contact)).Append("）</p>\n");
        return html.Append(special == OfficialFormat.Letter ? "</div>" : "").Append("</body></html>\n").ToString();
    }

    private static string Number(WrittenDocument document) =>
        document.Signer.Length > 0 ? $"<p class=\"number signed\"><span>{Encode(document.DocumentNumber)}</span><span>签发人：<b>{Encode(document.Signer)}</b></span></p>\n"
        : document.RedHead || document.DocumentNumber.Length > 0 ? $"<p class=\"number\">{Encode(document.DocumentNumber)}</p>\n" : "";

    private static string BelowLetterMark(WrittenDocument document) =>
        $"<div class=\"rule\"></div>\n<div class=\"sheet\">{(document.DocumentNumber.Length > 0 ? $"<p class=\"number\">{Encode(document.DocumentNumber)}</p>\n" : "")}";

    private static string BelowMinutesMark(WrittenDocument document) =>
        $"{(document.DocumentNumber.Length > 0 ? $"<p class=\"edition\">{Encode(document.DocumentNumber)}</p>\n" : "")}<p class=\"issued\"><span>{Encode(document.Issuer)}</span><span>{Encode(document.Date)}</span></p>\n";

    private static string Encode(string text) => WebUtility.HtmlEncode(text);
}
