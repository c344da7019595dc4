namespace Platform.Model.Tokenization.Templates;

/// <summary>Goes through the tokens of a template.</summary>
internal abstract class TokenReader(List<TemplateToken> tokens)
{
    private int _at;

    protected TemplateToken Current => tokens[_at];

    /// <summary>The one after <see cref="Current"/>.</summary>
    protected TemplateToken After => tokens[Math.Min(_at + 1, tokens.Count - 1)];

    protected TemplateToken Next() => tokens[_at++];

    protected bool Takes(TokenKind kind, string value)
    {
        if (!Current.Is(kind, value))
            return false;
        _at++;
        return true;
    }

    protected void Expect(TokenKind kind, string value)
    {
        if (!Takes(kind, value))
            throw Refused($"{Current} where '{value}' is needed");
    }

    protected string Name() => Current.Kind == TokenKind.Name ? Next().Value : throw Refused($"{Current} where a name is needed");

    protected TokenizerException Refused(string what) => new($"The chat template has {what} in line {Current.Line}.");
}
