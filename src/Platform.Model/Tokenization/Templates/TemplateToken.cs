namespace Platform.Model.Tokenization.Templates;

internal enum TokenKind
{
    /// <summary>Text between tags.</summary>
    Data,

    /// <summary><c>{{</c>, <c>}}</c>, <c>{%</c>, <c>%}</c>.</summary>
    Mark,
    Name,
    Text,
    Whole,
    Decimal,
    Operator,
    End,
}

internal readonly record struct TemplateToken(TokenKind Kind, string Value, int Line)
{
    public bool Is(TokenKind kind, string value) => Kind == kind && Value == value;

    public override string ToString() => Kind == TokenKind.End ? "the end of the template" : $"'{Value}'";
}
