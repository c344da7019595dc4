namespace Platform.Model.Tokenization.Splitting;

/// <summary>One step that cuts text into words before the merges.</summary>
internal interface IPieceCutter
{
    void Cut(Piece piece, List<Piece> into);
}
