using System.Globalization;
using System.Text;
using static Platform.Model.Tokenization.Templates.TemplateExpression;

namespace Platform.Model.Tokenization.Templates;

/// <summary>Reads expressions with jinja's precedences.</summary>
internal class ExpressionParser(List<TemplateToken> tokens) : TokenReader(tokens)
{
    private const int Deepest = 100;
    private int _depth;

    /// <summary>Values with commas between are a tuple.</summary>
    protected TemplateExpression Tuple()
    {
        var first = Expression();
        if (!Current.Is(TokenKind.Operator, ","))
            return first;
        var items = new List<TemplateExpression> { first };
        while (Takes(TokenKind.Operator, ",") && Current.Kind != TokenKind.Mark && !Current.Is(TokenKind.Operator, ")"))
            items.Add(Expression());
        return new Sequence(items, IsTuple: true);
    }

    public TemplateExpression Expression()
    {
        Enter();
        var value = Or();
        while (Takes(TokenKind.Name, "if"))
        {
            var condition = Or();
            value = new Choice(condition, value, Takes(TokenKind.Name, "else") ? Expression() : null);
        }

        _depth--;
        return value;
    }

    protected TemplateExpression Or() => LeftToRight(And, TokenKind.Name, "or");

    private TemplateExpression And() => LeftToRight(Not, TokenKind.Name, "and");

    private TemplateExpression Not()
    {
        if (!Takes(TokenKind.Name, "not"))
            return Compare();
        Enter();
        var inner = Not();
        _depth--;
        return new Unary("not", inner);
    }

    private TemplateExpression Compare()
    {
        var first = Sum();
        var rest = new List<(string, TemplateExpression)>();
        while (true)
        {
            if (Current.Kind == TokenKind.Operator && Current.Value is "==" or "!=" or "<" or "<=" or ">" or ">=")
                rest.Add((Next().Value, Sum()));
            else if (Takes(TokenKind.Name, "in"))
                rest.Add(("in", Sum()));
            else if (Current.Is(TokenKind.Name, "not") && After.Is(TokenKind.Name, "in"))
            {
                Next();
                Next();
                rest.Add(("not in", Sum()));
            }
            else
                return rest.Count == 0 ? first : new Comparison(first, rest);
        }
    }

    private TemplateExpression Sum() => LeftToRight(Joined, TokenKind.Operator, "+", "-");

    private TemplateExpression Joined() => LeftToRight(Product, TokenKind.Operator, "~");

    private TemplateExpression Product() => LeftToRight(Power, TokenKind.Operator, "*", "/", "//", "%");

    private TemplateExpression Power() => LeftToRight(() => Signed(filters: true), TokenKind.Operator, "**");

    private TemplateExpression LeftToRight(Func<TemplateExpression> operand, TokenKind kind, params ReadOnlySpan<string> operators)
    {
        var left = operand();
        while (Current.Kind == kind && operators.Contains(Current.Value))
            left = new Binary(Next().Value, left, operand());
        return left;
    }

    private TemplateExpression Signed(bool filters)
    {
        Enter();
        TemplateExpression value = Current.Kind == TokenKind.Operator && Current.Value is "-" or "+" ? new Unary(Next().Value, Signed(filters: false)) : Primary();
        value = Postfix(value);
        if (filters)
            value = Filters(value);
        _depth--;
        return value;
    }

    private TemplateExpression Primary()
    {
        var token = Current;
        if (token.Kind is TokenKind.End or TokenKind.Mark)
            throw Refused($"{token} where a value is needed");
        Next();
        switch (token.Kind)
        {
            case TokenKind.Name:
                return token.Value switch
                {
                    "true" or "True" => new Constant(true),
                    "false" or "False" => new Constant(false),
                    "none" or "None" => new Constant(null),
                    _ => new Variable(token.Value),
                };
            case TokenKind.Text:
                var text = new StringBuilder(token.Value);
                while (Current.Kind == TokenKind.Text)
                    text.Append(Next().Value);
                return new Constant(text.ToString());
            case TokenKind.Whole when long.TryParse(token.Value, CultureInfo.InvariantCulture, out var whole):
                return new Constant(whole);
            case TokenKind.Decimal:
                return new Constant(double.Parse(token.Value, CultureInfo.InvariantCulture));
            case TokenKind.Operator when token.Value == "(":
                return Parenthesised();
            case TokenKind.Operator when token.Value == "[":
                return new Sequence(Until("]"), IsTuple: false);
            case TokenKind.Operator when token.Value == "{":
                return Map();
            default:
                throw Refused($"{token} where a value is needed");
        }
    }

    private TemplateExpression Parenthesised()
    {
        if (Takes(TokenKind.Operator, ")"))
            return new Sequence([], IsTuple: true);
        var inner = Tuple();
        Expect(TokenKind.Operator, ")");
        return inner;
    }

    private List<TemplateExpression> Until(string end)
    {
        var items = new List<TemplateExpression>();
        while (!Takes(TokenKind.Operator, end))
        {
            if (items.Count > 0)
                Expect(TokenKind.Operator, ",");
            if (Takes(TokenKind.Operator, end))
                break;
            items.Add(Expression());
        }

        return items;
    }

    private Mapping Map()
    {
        var pairs = new List<(TemplateExpression, TemplateExpression)>();
        while (!Takes(TokenKind.Operator, "}"))
        {
            if (pairs.Count > 0)
                Expect(TokenKind.Operator, ",");
            if (Takes(TokenKind.Operator, "}"))
                break;
            var key = Expression();
            Expect(TokenKind.Operator, ":");
            pairs.Add((key, Expression()));
        }

        return new Mapping(pairs);
    }

    private TemplateExpression Postfix(TemplateExpression value)
    {
        while (Current.Kind == TokenKind.Operator)
        {
            if (Takes(TokenKind.Operator, "."))
                value = Current.Kind == TokenKind.Whole
                    ? new Part(value, new Constant(long.Parse(Next().Value, CultureInfo.InvariantCulture)), ByDot: false)
                    : new Part(value, new Constant(Name()), ByDot: true);
            else if (Takes(TokenKind.Operator, "["))
                value = Subscript(value);
            else if (Current.Value == "(")
                value = new Call(value, ReadArguments());
            else
                break;
        }

        return value;
    }

    private TemplateExpression Subscript(TemplateExpression of)
    {
        var from = Current.Is(TokenKind.Operator, ":") ? null : Expression();
        if (from is not null && Takes(TokenKind.Operator, "]"))
            return new Part(of, from, ByDot: false);
        Expect(TokenKind.Operator, ":");
        var to = Bound();
        var step = Takes(TokenKind.Operator, ":") ? Bound() : null;
        Expect(TokenKind.Operator, "]");
        return new Slice(of, from, to, step);
    }

    private TemplateExpression? Bound() => Current.Is(TokenKind.Operator, ":") || Current.Is(TokenKind.Operator, "]") ? null : Expression();

    private TemplateExpression Filters(TemplateExpression value)
    {
        while (true)
        {
            if (Takes(TokenKind.Operator, "|"))
            {
                var name = Name();
                if (!TemplateFilters.Knows(name))
                    throw Refused($"the filter '{name}', which is not supported,");
                value = new Filter(value, name, Current.Is(TokenKind.Operator, "(") ? ReadArguments() : Arguments.None);
            }
            else if (Takes(TokenKind.Name, "is"))
            {
                value = Question(value);
            }
            else if (Current.Is(TokenKind.Operator, "("))
            {
                value = new Call(value, ReadArguments());
            }
            else
            {
                return value;
            }
        }
    }

    private Test Question(TemplateExpression of)
    {
        var negated = Takes(TokenKind.Name, "not");
        var name = Current.Kind == TokenKind.Operator && Current.Value is "==" or "!=" or "<" or "<=" or ">" or ">=" ? Next().Value : Name();
        if (!TemplateTests.Knows(name))
            throw Refused($"the test '{name}', which is not supported,");
        if (Current.Is(TokenKind.Operator, "("))
            return new Test(of, name, ReadArguments(), negated);
        var hasArgument = Current.Kind is TokenKind.Text or TokenKind.Whole or TokenKind.Decimal || Current.Is(TokenKind.Operator, "[") || Current.Is(TokenKind.Operator, "{")
            || (Current.Kind == TokenKind.Name && Current.Value is not ("else" or "or" or "and" or "if" or "is" or "in" or "not" or "recursive"));
        return new Test(of, name, hasArgument ? new Arguments([Postfix(Primary())], []) : Arguments.None, negated);
    }

    private Arguments ReadArguments()
    {
        Expect(TokenKind.Operator, "(");
        var positional = new List<TemplateExpression>();
        var named = new List<(string, TemplateExpression)>();
        while (!Takes(TokenKind.Operator, ")"))
        {
            if (positional.Count + named.Count > 0)
                Expect(TokenKind.Operator, ",");
            if (Takes(TokenKind.Operator, ")"))
                break;
            if (Current.Kind == TokenKind.Operator && Current.Value is "*" or "**")
                throw Refused("arguments by '*', which are not supported,");
            if (Current.Kind == TokenKind.Name && After.Is(TokenKind.Operator, "="))
            {
                var name = Name();
                Next();
                named.Add((name, Expression()));
            }
            else if (named.Count > 0)
            {
                throw Refused("an argument without a name after one with a name");
            }
            else
            {
                positional.Add(Expression());
            }
        }

        return new Arguments(positional, named);
    }

    private void Enter()
    {
        if (++_depth > Deepest)
            throw Refused($"an expression nested more than {Deepest} deep");
    }
}
