namespace Platform.Scenarios.DocumentWriting.Drafts;

/// <summary>Applies a person's change to an outline. Opening and closing keep their places.</summary>
internal static class DraftOutline
{
    public const int ShortestSection = 20;
    public const int LongestSection = 5000;
    private const int LongestHeading = 60;

    /// <returns>The outline with the length it makes; null when the change means nothing, or would leave no section.</returns>
    public static (Outline Outline, int Length)? Apply(Outline outline, int length, OutlineChange change) => change switch
    {
        OutlineChange.Edit edit => Edit(outline, edit),
        OutlineChange.Move move => Move(outline, move) is { } moved ? (moved, length) : null,
        OutlineChange.Add add => Add(outline, add) is { } added ? (Rescale(added, length), length) : null,
        OutlineChange.Remove remove => Remove(outline, remove) is { } left ? (Rescale(left, length), length) : null,
        _ => null,
    };

    /// <summary>Lengths of the sections so that all together make a length; how they stand to each other stays.</summary>
    public static Outline Rescale(Outline outline, int length)
    {
        var fixedLength = outline.Nodes.Where(node => !IsSection(node)).Sum(node => node.Length);
        var sections = outline.Nodes.Where(IsSection).Sum(node => node.Length);
        var left = Math.Max(0, length - fixedLength);
        return sections == 0 ? OutlinePlanner.Share(outline, length)
            : outline with { Nodes = [.. outline.Nodes.Select(node => IsSection(node) ? node with { Length = Math.Max(ShortestSection, left * node.Length / sections) } : node)] };
    }

    private static (Outline, int)? Edit(Outline outline, OutlineChange.Edit edit)
    {
        var (heading, points) = (Heading(edit.Heading), Points(edit.Points));
        if (outline.Find(edit.Node) is not { } node || !IsSection(node) || heading.Length + points.Count == 0)
            return null;
        var same = heading == node.Heading && points.SequenceEqual(node.Points, StringComparer.Ordinal);
        var changed = node with
        {
            Kind = same ? node.Kind : NodeKind.Section, // what a person wrote is given, not offered
            Heading = heading,
            MainPoint = same ? node.MainPoint : heading.Length > 0 ? heading : points[0],
            Points = points,
            Length = Math.Clamp(edit.Length, ShortestSection, LongestSection),
        };
        var nodes = outline.Nodes.Select(other => other.Id == node.Id ? changed : other).ToList();
        return (outline with { Nodes = nodes }, nodes.Sum(other => other.Length));
    }

    private static Outline? Move(Outline outline, OutlineChange.Move move)
    {
        var nodes = outline.Nodes.ToList();
        var at = nodes.FindIndex(node => node.Id == move.Node);
        var to = at + move.By;
        if (at < 0 || to < 0 || to >= nodes.Count || !IsSection(nodes[at]) || !IsSection(nodes[to]))
            return null;
        var node = nodes[at];
        nodes.RemoveAt(at);
        nodes.Insert(to, node);
        return outline with { Nodes = nodes };
    }

    private static Outline? Add(Outline outline, OutlineChange.Add add)
    {
        var (heading, points) = (Heading(add.Heading), Points(add.Points));
        var nodes = outline.Nodes.ToList();
        var sections = nodes.Where(IsSection).ToList();
        if (heading.Length + points.Count == 0 || sections.Count >= DraftLimits.MostSections)
            return null;
        var number = 1;
        while (outline.Find($"added{number}") is not null)
            number++;
        var after = nodes.FindIndex(node => node.Id == add.After && IsSection(node));
        var length = sections.Count == 0 ? 0 : sections.Sum(node => node.Length) / sections.Count;
        nodes.Insert((after < 0 ? nodes.FindLastIndex(node => node.Kind == NodeKind.Section) : after) + 1,
            new OutlineNode($"added{number}", NodeKind.Section, heading, heading.Length > 0 ? heading : points[0], points, [], length));
        return outline with { Nodes = nodes };
    }

    private static Outline? Remove(Outline outline, OutlineChange.Remove remove)
    {
        var left = outline.Nodes.Where(node => node.Id != remove.Node || !IsSection(node)).ToList();
        return left.Count < outline.Nodes.Count && left.Exists(node => node.Kind == NodeKind.Section) ? outline with { Nodes = left } : null;
    }

    private static bool IsSection(OutlineNode node) => node.Kind is NodeKind.Section or NodeKind.Tail;

    private static string Heading(string text) => Brief.Clean(text) is var clean && clean.Length > LongestHeading ? clean[..LongestHeading] : clean;

    private static List<string> Points(IEnumerable<string> points) =>
        [.. points.Select(Brief.Clean).Where(point => point.Length > 0).Select(point => point.Length > DraftLimits.LongestValue ? point[..DraftLimits.LongestValue] : point).Take(DraftLimits.MostPoints)];
}
