namespace Platform.Model.Tokenization.Splitting;

/// <summary>A stretch of text on its way to the model.</summary>
/// <param name="First">It starts where the whole input starts.</param>
internal readonly record struct Piece(string Text, int Start, int Length, bool First)
{
    public ReadOnlySpan<char> Span => Text.AsSpan(Start, Length);

    public static Piece Whole(string text, bool first) => new(text, 0, text.Length, first);

    public Piece Part(int from, int to) => new(Text, Start + from, to - from, First && from == 0);
}
