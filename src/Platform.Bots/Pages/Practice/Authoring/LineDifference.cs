using Platform.Bots.Pages.Conversations;

namespace Platform.Bots.Pages.Practice.Authoring;

/// <summary>What changed from one text to another, line by line.</summary>
internal static class LineDifference
{
    private const int LinesAround = 2;

    /// <summary>The table of the comparison grows with the product of both lengths; what is longer is shown as all removed and all added.</summary>
    private const int MostLines = 2000;

    public static IReadOnlyList<DifferencePiece> Of(string before, string after)
    {
        var (from, to) = (Lines(before), Lines(after));
        var head = 0;
        while (head < from.Length && head < to.Length && from[head] == to[head])
            head++;
        var tail = 0;
        while (tail < from.Length - head && tail < to.Length - head && from[^(tail + 1)] == to[^(tail + 1)])
            tail++;
        return
        [
            .. from[..head].Select(line => new DifferencePiece(DifferenceKind.Same, line)),
            .. Between(from[head..^tail], to[head..^tail]),
            .. from[^tail..].Select(line => new DifferencePiece(DifferenceKind.Same, line)),
        ];
    }

    /// <summary>Only the changed lines and those next to them; an ellipsis stands for what is left out.</summary>
    public static IEnumerable<DifferencePiece> Near(IReadOnlyList<DifferencePiece> all)
    {
        var skipped = false;
        for (var at = 0; at < all.Count; at++)
        {
            var near = Enumerable.Range(Math.Max(0, at - LinesAround), Math.Min(all.Count - 1, at + LinesAround) - Math.Max(0, at - LinesAround) + 1).Any(i => all[i].Kind != DifferenceKind.Same);
            if (near)
                yield return all[at];
            else if (!skipped)
                yield return new DifferencePiece(DifferenceKind.Same, "…");
            skipped = !near;
        }
    }

    private static IEnumerable<DifferencePiece> Between(string[] from, string[] to) => from.Length > MostLines || to.Length > MostLines
        ? [.. from.Select(line => new DifferencePiece(DifferenceKind.Removed, line)), .. to.Select(line => new DifferencePiece(DifferenceKind.Added, line))]
        : TextDifference.Between(from, to);

    private static string[] Lines(string text) => text.ReplaceLineEndings("\n").Split('\n');
}
