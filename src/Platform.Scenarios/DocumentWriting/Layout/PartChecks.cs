using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Wordprocessing;

namespace Platform.Scenarios.DocumentWriting.Layout;

/// <summary>What a finished document may not carry along: contents from elsewhere, tracked changes, comments, and tables that cut their text off.</summary>
internal static class PartChecks
{
    public static IEnumerable<LayoutDeviation> Of(MainDocumentPart main, Body body, EffectiveFormat format)
    {
        var outside = main.Parts.Select(part => part.OpenXmlPart).Prepend(main).SelectMany(part => part.ExternalRelationships).ToList();
        if (outside.Count > 0)
            yield return new LayoutDeviation("remote-content", LayoutPlace.File, $"文件引用了{outside.Count}处外部内容（图片或模板）；请改为嵌入。检查时没有读取它们。", $"The file refers to {outside.Count} contents outside (images or a template); embed them. Nothing was fetched.");
        if (body.Descendants<InsertedRun>().Any() || body.Descendants<DeletedRun>().Any())
            yield return new LayoutDeviation("tracked-changes", LayoutPlace.File, "还有修订标记；请接受或拒绝后再定稿。", "There are tracked changes; accept or reject them first.");
        if (main.WordprocessingCommentsPart?.Comments?.Elements<Comment>().Any() == true)
            yield return new LayoutDeviation("comments", LayoutPlace.File, "还有批注；请删除后再定稿。", "There are comments; remove them first.");
        if (body.Descendants<Vanish>().Any())
            yield return new LayoutDeviation("hidden-text", LayoutPlace.File, "有隐藏文字；请删除或取消隐藏。", "There is hidden text; remove or show it.");
        var (number, exact) = (0, new List<int>());
        foreach (var table in body.Descendants<Table>())
        {
            number++;
            if (table.Descendants<Paragraph>().Any(paragraph => format.Look(paragraph).Exact))
                exact.Add(number);
        }

        foreach (var table in exact)
            yield return new LayoutDeviation("table-exact-lines", new LayoutPlace($"表{table}", $"table {table}"), "表格里用了固定行距，文字会被截断；请改为单倍行距或最小值。", "The table has exact line spacing, which cuts its text off; use single or at least.");
    }
}
