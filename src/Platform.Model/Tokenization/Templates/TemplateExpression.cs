namespace Platform.Model.Tokenization.Templates;

/// <summary>What stands inside <c>{{ }}</c> and after a statement's name.</summary>
internal abstract record TemplateExpression
{
    public sealed record Constant(object? Value) : TemplateExpression;

    public sealed record Variable(string Name) : TemplateExpression;

    public sealed record Sequence(IReadOnlyList<TemplateExpression> Items, bool IsTuple) : TemplateExpression;

    public sealed record Mapping(IReadOnlyList<(TemplateExpression Key, TemplateExpression Value)> Pairs) : TemplateExpression;

    /// <param name="ByDot">Methods go before fields, as in <c>a.items</c>; in <c>a["items"]</c> fields go first.</param>
    public sealed record Part(TemplateExpression Of, TemplateExpression Key, bool ByDot) : TemplateExpression;

    public sealed record Slice(TemplateExpression Of, TemplateExpression? From, TemplateExpression? To, TemplateExpression? Step) : TemplateExpression;

    public sealed record Call(TemplateExpression Function, Arguments Given) : TemplateExpression;

    public sealed record Filter(TemplateExpression Of, string Name, Arguments Given) : TemplateExpression;

    public sealed record Test(TemplateExpression Of, string Name, Arguments Given, bool Negated) : TemplateExpression;

    public sealed record Unary(string Operator, TemplateExpression Of) : TemplateExpression;

    public sealed record Binary(string Operator, TemplateExpression Left, TemplateExpression Right) : TemplateExpression;

    /// <summary><c>a &lt; b &lt; c</c>: each neighbour pair must hold.</summary>
    public sealed record Comparison(TemplateExpression First, IReadOnlyList<(string Operator, TemplateExpression Right)> Rest) : TemplateExpression;

    public sealed record Choice(TemplateExpression Condition, TemplateExpression Then, TemplateExpression? Otherwise) : TemplateExpression;

    public sealed record Arguments(IReadOnlyList<TemplateExpression> Positional, IReadOnlyList<(string Name, TemplateExpression Value)> Named)
    {
        public static readonly Arguments None = new([], []);
    }
}

/// <summary>What stands in a template one after another.</summary>
/// <param name="Line">For messages.</param>
internal abstract record TemplateStatement(int Line)
{
    public sealed record Text(int Line, string Value) : TemplateStatement(Line);

    public sealed record Print(int Line, TemplateExpression Value) : TemplateStatement(Line);

    public sealed record If(int Line, IReadOnlyList<(TemplateExpression Condition, IReadOnlyList<TemplateStatement> Body)> Branches, IReadOnlyList<TemplateStatement> Otherwise) : TemplateStatement(Line);

    public sealed record For(int Line, IReadOnlyList<string> Names, TemplateExpression Items, TemplateExpression? Where, IReadOnlyList<TemplateStatement> Body, IReadOnlyList<TemplateStatement> Otherwise) : TemplateStatement(Line);

    /// <param name="Names">One, or several that take a list apart; or one with a part of a namespace.</param>
    public sealed record Set(int Line, IReadOnlyList<string> Names, string? Field, TemplateExpression Value) : TemplateStatement(Line);

    public sealed record SetBlock(int Line, string Name, IReadOnlyList<TemplateStatement> Body) : TemplateStatement(Line);

    public sealed record Macro(int Line, string Name, IReadOnlyList<(string Name, TemplateExpression? Default)> Parameters, IReadOnlyList<TemplateStatement> Body) : TemplateStatement(Line);

    /// <summary><c>{% generation %}</c>: only marks what the assistant said.</summary>
    public sealed record Group(int Line, IReadOnlyList<TemplateStatement> Body) : TemplateStatement(Line);

    public sealed record Jump(int Line, bool Ends) : TemplateStatement(Line);
}
