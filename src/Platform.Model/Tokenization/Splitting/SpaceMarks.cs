namespace Platform.Model.Tokenization.Splitting;

/// <summary>SentencePiece's way with spaces: ▁ for each, one more before the text. Called <c>Metaspace</c> in tokenizer.json.</summary>
internal sealed class SpaceMarks(char mark, SpaceMarks.Lead lead, bool split) : IPieceCutter
{
    public enum Lead
    {
        Always,
        First,
        Never,
    }

    public void Cut(Piece piece, List<Piece> into)
    {
        var text = piece.Span.ToString().Replace(' ', mark);
        if ((lead == Lead.Always || (lead == Lead.First && piece.First)) && (text.Length == 0 || text[0] != mark))
            text = mark + text;
        var whole = Piece.Whole(text, piece.First);
        if (!split)
        {
            into.Add(whole);
            return;
        }

        var start = 0;
        for (var at = 1; at <= text.Length; at++)
        {
            if (at < text.Length && text[at] != mark)
                continue;
            into.Add(whole.Part(start, at));
            start = at;
        }
    }
}

/// <summary>Cuts before each first space mark of a run. Only used where no merge crosses such a place, so that long texts become words that can be remembered.</summary>
internal sealed class SpaceMarkWords(char mark) : IPieceCutter
{
    public void Cut(Piece piece, List<Piece> into)
    {
        var text = piece.Span;
        var start = 0;
        for (var at = 1; at < text.Length; at++)
        {
            if (text[at] != mark || text[at - 1] == mark)
                continue;
            into.Add(piece.Part(start, at));
            start = at;
        }

        if (start < text.Length)
            into.Add(piece.Part(start, text.Length));
    }
}

/// <summary>A space before a text that starts with none: <c>add_prefix_space</c> of a byte-level tokenizer.</summary>
internal sealed class LeadingSpace : IPieceCutter
{
    public void Cut(Piece piece, List<Piece> into) =>
        into.Add(piece.Length > 0 && piece.Span[0] == ' ' ? piece : Piece.Whole($" {piece.Span}", piece.First));
}
