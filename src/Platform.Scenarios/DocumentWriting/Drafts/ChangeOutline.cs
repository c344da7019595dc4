using MediatR;
using Platform.Scenarios.DocumentWriting.Genres;

namespace Platform.Scenarios.DocumentWriting.Drafts;

/// <summary>A person changes the outline of a draft. What is written stays; a section whose node says something else by now is shown as behind.</summary>
/// <returns>Null when the owner has no such draft, or it has no outline.</returns>
public sealed record ChangeOutline(Guid Draft, Guid Owner, OutlineChange Change) : IRequest<DraftView?>;

public abstract record OutlineChange
{
    /// <param name="Length">Characters.</param>
    public sealed record Edit(string Node, string Heading, IReadOnlyList<string> Points, int Length) : OutlineChange;

    /// <param name="By">Places down; negative for up.</param>
    public sealed record Move(string Node, int By) : OutlineChange;

    /// <param name="After">Node that it comes behind; null for the end.</param>
    public sealed record Add(string? After, string Heading, IReadOnlyList<string> Points) : OutlineChange;

    public sealed record Remove(string Node) : OutlineChange;
}

internal sealed class ChangeOutlineHandler(DraftStore drafts) : IRequestHandler<ChangeOutline, DraftView?>
{
    public async Task<DraftView?> Handle(ChangeOutline command, CancellationToken cancellationToken)
    {
        var had = false;
        var view = await drafts.ChangeAsync(command.Draft, command.Owner, content =>
        {
            had = content.Outline is not null;
            return content.Outline is { } outline && DraftOutline.Apply(outline, content.Brief.Length, command.Change) is { } changed ? Take(content, changed) : content;
        }, cancellationToken);
        return had ? view : null;
    }

    /// <summary>The outline is what the person gives by now, so the brief's content follows it.</summary>
    private static DraftContent Take(DraftContent content, (Outline Outline, int Length) changed)
    {
        var brief = content.Brief with
        {
            Items = [.. changed.Outline.Nodes.Where(node => node.Kind == NodeKind.Section).Select(node => new BriefItem(node.Heading, node.Points))],
            Length = Math.Clamp(changed.Length, Brief.ShortestLength, Brief.LongestLength),
        };
        return content with
        {
            Brief = brief,
            Outline = OutlinePlanner.Assign(changed.Outline, brief),
            OutlineEdited = true,
            Sections = [.. content.Sections.Where(section => changed.Outline.Find(section.Node.Id) is not null)],
            Proposed = content.Proposed is { } proposed && changed.Outline.Find(proposed.Node) is null ? null : content.Proposed,
        };
    }
}
