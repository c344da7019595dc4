namespace Platform.Model.Tokenization.Splitting;

/// <summary>What becomes of a match: a piece by itself, dropped, or joined to a neighbour.</summary>
internal enum CutBehavior
{
    Isolated,
    Removed,
    MergedWithPrevious,
    MergedWithNext,
    Contiguous,
}

/// <summary>Cuts a text at the matches of a pattern, as <c>Split</c> of Hugging Face <c>tokenizers</c> does.</summary>
internal sealed class PatternCut(RunePattern pattern, CutBehavior behavior, bool invert) : IPieceCutter
{
    public void Cut(Piece piece, List<Piece> into)
    {
        if (behavior == CutBehavior.Isolated)
        {
            Isolate(piece, into);
            return;
        }

        var parts = new List<(int From, int To, bool Match)>();
        foreach (var (from, to, match) in Matches(piece))
            parts.Add((from, to, match != invert));
        Join(piece, parts, into);
    }

    private void Isolate(Piece piece, List<Piece> into)
    {
        var text = piece.Span;
        var open = 0;
        for (var at = 0; at < text.Length;)
        {
            var end = pattern.Match(text, at);
            if (end <= at)
            {
                at += char.IsSurrogatePair(text[at], at + 1 < text.Length ? text[at + 1] : ' ') ? 2 : 1;
                continue;
            }

            if (open < at)
                into.Add(piece.Part(open, at));
            into.Add(piece.Part(at, end));
            open = at = end;
        }

        if (open < text.Length)
            into.Add(piece.Part(open, text.Length));
    }

    private List<(int From, int To, bool Match)> Matches(Piece piece)
    {
        var found = new List<(int, int, bool)>();
        var isolated = new List<Piece>();
        Isolate(piece, isolated);
        foreach (var part in isolated)
        {
            var from = part.Start - piece.Start;
            found.Add((from, from + part.Length, pattern.Match(piece.Span, from) == from + part.Length));
        }

        return found;
    }

    private void Join(Piece piece, List<(int From, int To, bool Match)> parts, List<Piece> into)
    {
        var joined = new List<(int From, int To, bool Match)>();
        foreach (var part in behavior == CutBehavior.MergedWithNext ? parts.AsEnumerable().Reverse() : parts)
        {
            var last = joined.Count == 0 ? default : joined[^1];
            var join = joined.Count > 0 && behavior switch
            {
                CutBehavior.Contiguous => part.Match == last.Match,
                CutBehavior.MergedWithPrevious or CutBehavior.MergedWithNext => part.Match && !last.Match,
                _ => false,
            };
            if (join)
                joined[^1] = (Math.Min(last.From, part.From), Math.Max(last.To, part.To), part.Match);
            else
                joined.Add(part);
        }

        if (behavior == CutBehavior.MergedWithNext)
            joined.Reverse();
        foreach (var (from, to, match) in joined)
            if (behavior != CutBehavior.Removed || !match)
                into.Add(piece.Part(from, to));
    }
}
