using Platform.Scenarios.DocumentWriting.Facts;
using Platform.Scenarios.DocumentWriting.Genres;

namespace Platform.Scenarios.DocumentWriting;

/// <summary>What a document says, in order; people edit it before and while it is written.</summary>
public sealed record Outline(string Topic, IReadOnlyList<OutlineNode> Nodes)
{
    public OutlineNode? Find(string id) => Nodes.FirstOrDefault(node => node.Id == id);
}

public enum NodeKind
{
    Opening = 0,
    Section = 1,

    /// <summary>Offered by the genre to reach the wanted length.</summary>
    Tail = 2,
    Closing = 3,
}

/// <summary>A part of a document.</summary>
/// <param name="Id">Stays the same while the outline is edited.</param>
/// <param name="MainPoint">What it must say, in one sentence; paragraphs are held against it.</param>
/// <param name="Points">Each must stand in the text.</param>
/// <param name="Facts">Facts of the source that belong here, as written there.</param>
/// <param name="Length">Wanted characters.</param>
public sealed record OutlineNode(string Id, NodeKind Kind, string Heading, string MainPoint, IReadOnlyList<string> Points, IReadOnlyList<string> Facts, int Length)
{
    public bool HasHeading => Kind is NodeKind.Section or NodeKind.Tail && Heading.Length > 0;
}

/// <summary>Makes an outline of a brief: opening, the given items, sections of the genre when the wanted length needs them, closing.</summary>
public static class OutlinePlanner
{
    private const int FormulaLength = 60;
    private const int ClosingLength = 20;
    private const int FactsForNode = 4;

    public static Outline Plan(Brief brief, GenreCatalog catalog)
    {
        var genre = catalog[brief.Genre];
        var topic = brief.Value(Slots.Matter);
        var nodes = new List<OutlineNode> { new("opening", NodeKind.Opening, "", $"说明{topic}的目的和依据", [], [], FormulaLength) };
        var single = brief.Items.Count == 1 && brief.Items[0].Heading.Length == 0;
        nodes.AddRange(brief.Items.Select((item, i) => new OutlineNode(
            $"item{i + 1}", NodeKind.Section, HeadingOf(item, single), item.Heading.Length > 0 ? item.Heading : item.Points[0], item.Points, [], 0)));
        if (Given(brief) * 2 < brief.Length)
            nodes.AddRange(genre.Tail.Select((tail, i) => new OutlineNode(
                $"tail{i + 1}", NodeKind.Tail, tail.Heading, $"{topic}：{tail.Heading}", [.. tail.Points.Select(point => Slots.Fill(point, brief.Values))], [], 0)));
        nodes.Add(new OutlineNode("closing", NodeKind.Closing, "", $"结束{topic}", [], [], ClosingLength));
        return Share(Assign(new Outline(topic, nodes), brief), brief.Length);
    }

    /// <summary>The wanted length again, shared among sections by what they have to say.</summary>
    public static Outline Share(Outline outline, int length)
    {
        var sections = outline.Nodes.Where(node => node.Kind is NodeKind.Section or NodeKind.Tail).ToList();
        var weight = sections.Sum(Weight);
        var left = Math.Max(0, length - outline.Nodes.Where(node => node.Kind is NodeKind.Opening or NodeKind.Closing).Sum(node => node.Length));
        return outline with
        {
            Nodes = [.. outline.Nodes.Select(node => node.Kind is NodeKind.Section or NodeKind.Tail ? node with { Length = weight == 0 ? 0 : left * Weight(node) / weight } : node)],
        };
    }

    /// <summary>Facts of the material go to the node whose words their sentence shares most.</summary>
    internal static Outline Assign(Outline outline, Brief brief)
    {
        var facts = FactTable.Of(brief).Facts.Where(fact => fact.Source != FactTable.BriefSource).ToList();
        var sections = outline.Nodes.Where(node => node.Kind == NodeKind.Section).ToList();
        if (facts.Count == 0 || sections.Count == 0)
            return outline;
        var homes = facts.Select(fact => (fact, node: sections.MaxBy(node => Checks.Wordings.Similarity(fact.Context, $"{node.Heading}{string.Concat(node.Points)}"))!))
            .ToLookup(home => home.node.Id, home => home.fact.Text, StringComparer.Ordinal);
        return outline with { Nodes = [.. outline.Nodes.Select(node => node with { Facts = [.. homes[node.Id].Distinct(StringComparer.Ordinal).Take(FactsForNode)] })] };
    }

    private static string HeadingOf(BriefItem item, bool single) =>
        item.Heading.Length > 0 || single ? item.Heading : item.Points[0].Length <= 20 ? item.Points[0] : "";

    private static int Given(Brief brief) => brief.Items.Sum(item => item.Heading.Length + item.Points.Sum(point => point.Length));

    private static int Weight(OutlineNode node) => 40 + node.Points.Sum(point => point.Length);
}
