using System.Globalization;
using System.Text.RegularExpressions;
using Platform.Scenarios.DocumentWriting.Facts;

namespace Platform.Scenarios.DocumentWriting;

/// <summary>Changes an outline by a line of words: <c>删除2</c>, <c>增加 标题：要点；要点</c>, <c>字数 1200</c>.</summary>
internal static partial class OutlineEdit
{
    /// <returns>Null when the words are no such change, or would leave no section.</returns>
    public static (Outline Outline, Brief Brief)? Apply(Outline outline, Brief brief, string text)
    {
        var sections = outline.Nodes.Where(node => node.Kind is NodeKind.Section or NodeKind.Tail).ToList();
        var narrow = FactReader.HalfWidth(text);
        if (Length().Match(narrow) is { Success: true } length && int.TryParse(length.Groups["n"].Value, CultureInfo.InvariantCulture, out var wanted) && wanted is >= Brief.ShortestLength and <= Brief.LongestLength)
            return (OutlinePlanner.Share(outline, wanted), brief with { Length = wanted });
        if (Delete().Match(narrow) is { Success: true } delete && int.TryParse(delete.Groups["n"].Value, CultureInfo.InvariantCulture, out var number) && number >= 1 && number <= sections.Count && sections.Count > 1)
            return (OutlinePlanner.Share(outline with { Nodes = [.. outline.Nodes.Where(node => node != sections[number - 1])] }, brief.Length), brief);
        if (Add().Match(text) is not { Success: true } add || BriefItem.Parse(add.Groups["what"].Value) is not { } item || item.Heading.Length + item.Points.Count == 0)
            return null;

        var main = item.Heading.Length > 0 ? item.Heading : item.Points[0];
        var id = $"added{outline.Nodes.Count(node => node.Id.StartsWith("added", StringComparison.Ordinal)) + 1}";
        var nodes = outline.Nodes.ToList();
        nodes.Insert(nodes.FindLastIndex(node => node.Kind == NodeKind.Section) + 1, new OutlineNode(id, NodeKind.Section, item.Heading, main, item.Points, [], 0));
        return (OutlinePlanner.Share(outline with { Nodes = nodes }, brief.Length), brief with { Items = [.. brief.Items, item] });
    }

    private const RegexOptions Form = RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant;

    [GeneratedRegex(@"^\s*(字数|length)[\s:：]*(?<n>[0-9]{3,5})\s*字?\s*$", Form, 200)]
    private static partial Regex Length();

    [GeneratedRegex(@"^\s*(删除|删去|delete)\s*第?\s*(?<n>[0-9]{1,2})\s*节?\s*$", Form, 200)]
    private static partial Regex Delete();

    [GeneratedRegex(@"^\s*(增加|添加|add)[\s:：]*(?<what>\S.{1,500})$", Form | RegexOptions.Singleline, 200)]
    private static partial Regex Add();
}
