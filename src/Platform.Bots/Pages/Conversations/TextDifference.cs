namespace Platform.Bots.Pages.Conversations;

/// <summary>A piece of two texts that are compared.</summary>
internal enum DifferenceKind
{
    Same = 0,
    Removed = 1,
    Added = 2,
}

internal sealed record DifferencePiece(DifferenceKind Kind, string Text);

/// <summary>What changed from one text to another: by words, and by signs where there are no spaces, as in Chinese.</summary>
internal static class TextDifference
{
    /// <summary>Longer texts are shown as all removed and all added; the table of the comparison grows with the product of both lengths.</summary>
    private const int MostTokens = 1500;

    public static IReadOnlyList<DifferencePiece> Of(string before, string after)
    {
        var (from, to) = (Tokens(before), Tokens(after));
        if (from.Count > MostTokens || to.Count > MostTokens)
            return [new(DifferenceKind.Removed, before), new(DifferenceKind.Added, after)];

        var pieces = new List<DifferencePiece>();
        foreach (var piece in Between(from, to))
            if (pieces is [.., var last] && last.Kind == piece.Kind)
                pieces[^1] = last with { Text = last.Text + piece.Text };
            else
                pieces.Add(piece);
        return pieces;
    }

    /// <summary>A piece for each part of either text, by the longest row of parts that both have. Takes time and memory by the product of their numbers.</summary>
    public static IEnumerable<DifferencePiece> Between(IReadOnlyList<string> from, IReadOnlyList<string> to)
    {
        var common = new int[from.Count + 1, to.Count + 1]; // length of the longest common part from here to the end
        for (var i = from.Count - 1; i >= 0; i--)
            for (var j = to.Count - 1; j >= 0; j--)
                common[i, j] = from[i] == to[j] ? common[i + 1, j + 1] + 1 : Math.Max(common[i + 1, j], common[i, j + 1]);

        for (int i = 0, j = 0; i < from.Count || j < to.Count;)
        {
            if (i < from.Count && j < to.Count && from[i] == to[j])
            {
                yield return new(DifferenceKind.Same, from[i]);
                (i, j) = (i + 1, j + 1);
            }
            else if (j >= to.Count || i < from.Count && common[i + 1, j] >= common[i, j + 1])
            {
                yield return new(DifferenceKind.Removed, from[i++]);
            }
            else
            {
                yield return new(DifferenceKind.Added, to[j++]);
            }
        }
    }

    private static List<string> Tokens(string text)
    {
        var tokens = new List<string>();
        var start = 0;
        for (var i = 1; i <= text.Length; i++)
        {
            if (i < text.Length && IsWord(text[i]) && IsWord(text[i - 1]))
                continue;
            if (i < text.Length && char.IsLowSurrogate(text[i]))
                continue;
            tokens.Add(text[start..i]);
            start = i;
        }

        return text.Length == 0 ? [] : tokens;

        static bool IsWord(char sign) => sign < 0x2E80 && char.IsLetterOrDigit(sign);
    }
}
