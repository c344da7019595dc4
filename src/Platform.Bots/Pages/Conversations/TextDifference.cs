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

        var common = new int[from.Count + 1, to.Count + 1]; // length of the longest common part from here to the end
        for (var i = from.Count - 1; i >= 0; i--)
            for (var j = to.Count - 1; j >= 0; j--)
                common[i, j] = from[i] == to[j] ? common[i + 1, j + 1] + 1 : Math.Max(common[i + 1, j], common[i, j + 1]);

        var pieces = new List<DifferencePiece>();
        for (int i = 0, j = 0; i < from.Count || j < to.Count;)
        {
            if (i < from.Count && j < to.Count && from[i] == to[j])
            {
                Add(DifferenceKind.Same, from[i]);
                (i, j) = (i + 1, j + 1);
            }
            else if (j >= to.Count || i < from.Count && common[i + 1, j] >= common[i, j + 1])
            {
                Add(DifferenceKind.Removed, from[i++]);
            }
            else
            {
                Add(DifferenceKind.Added, to[j++]);
            }
        }

        return pieces;

        void Add(DifferenceKind kind, string text)
        {
            if (pieces is [.., var last] && last.Kind == kind)
                pieces[^1] = last with { Text = last.Text + text };
            else
                pieces.Add(new DifferencePiece(kind, text));
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
