using static Platform.Model.Tokenization.Templates.TemplateStatement;

namespace Platform.Model.Tokenization.Templates;

/// <summary>Reads the statements of a template; refuses what is not supported.</summary>
internal sealed class TemplateParser : ExpressionParser
{
    private const int Deepest = 60;
    private int _loops;
    private int _depth;

    private TemplateParser(List<TemplateToken> tokens)
        : base(tokens)
    {
    }

    public static IReadOnlyList<TemplateStatement> Parse(string source)
    {
        var parser = new TemplateParser(TemplateLexer.Read(source));
        var body = parser.Body(out var end);
        return end is null ? body : throw parser.Refused($"'{end}' that closes nothing");
    }

    /// <param name="end">The name that ended the body, already taken: one of <paramref name="ends"/>; null at the end of the template.</param>
    private List<TemplateStatement> Body(out string? end, params string[] ends)
    {
        if (++_depth > Deepest)
            throw Refused($"statements nested more than {Deepest} deep");
        var body = new List<TemplateStatement>();
        end = null;
        while (Current.Kind != TokenKind.End)
        {
            var token = Next();
            if (token.Kind == TokenKind.Data)
            {
                body.Add(new Text(token.Line, token.Value));
            }
            else if (token.Value == "{{")
            {
                body.Add(new Print(token.Line, Tuple()));
                Expect(TokenKind.Mark, "}}");
            }
            else
            {
                var name = Name();
                if (ends.Contains(name) || name.StartsWith("end", StringComparison.Ordinal) || name is "else" or "elif")
                {
                    end = name;
                    break;
                }

                body.Add(Statement(name, token.Line));
            }
        }

        _depth--;
        return ends.Length == 0 || (end is not null && ends.Contains(end)) ? body : throw Refused($"{(end is null ? Current.ToString() : $"'{end}'")} where one of {string.Join(", ", ends)} is needed");
    }

    private TemplateStatement Statement(string name, int line) => name switch
    {
        "if" => ReadIf(line),
        "for" => ReadFor(line),
        "set" => ReadSet(line),
        "macro" => ReadMacro(line),
        "generation" => Closed(new Group(line, Inner("endgeneration"))),
        "break" or "continue" when _loops > 0 => Ended(new Jump(line, name == "break")),
        _ => throw Refused($"the statement '{name}', which is not supported,"),
    };

    private List<TemplateStatement> Inner(string end)
    {
        Expect(TokenKind.Mark, "%}");
        return Body(out _, end);
    }

    /// <summary>The end tag's name was taken with the body.</summary>
    private TemplateStatement Closed(TemplateStatement statement) => Ended(statement);

    private TemplateStatement Ended(TemplateStatement statement)
    {
        Expect(TokenKind.Mark, "%}");
        return statement;
    }

    private TemplateStatement ReadIf(int line)
    {
        var branches = new List<(TemplateExpression, IReadOnlyList<TemplateStatement>)>();
        IReadOnlyList<TemplateStatement> otherwise = [];
        while (true)
        {
            var condition = Tuple();
            Expect(TokenKind.Mark, "%}");
            branches.Add((condition, Body(out var end, "elif", "else", "endif")));
            if (end == "elif")
                continue;
            if (end == "else")
                otherwise = Inner("endif");
            return Closed(new If(line, branches, otherwise));
        }
    }

    private TemplateStatement ReadFor(int line)
    {
        var names = Targets("in");
        Expect(TokenKind.Name, "in");
        var items = Or();
        if (Takes(TokenKind.Operator, ","))
            throw Refused("a loop over values with commas between, which is not supported,");
        var where = Takes(TokenKind.Name, "if") ? Expression() : null;
        if (Takes(TokenKind.Name, "recursive"))
            throw Refused("a recursive loop, which is not supported,");
        Expect(TokenKind.Mark, "%}");
        _loops++;
        var body = Body(out var end, "else", "endfor");
        _loops--;
        return Closed(new For(line, names, items, where, body, end == "else" ? Inner("endfor") : []));
    }

    private List<string> Targets(string end)
    {
        var names = new List<string>();
        var bracket = Takes(TokenKind.Operator, "(");
        do
        {
            names.Add(Name());
        }
        while (Takes(TokenKind.Operator, ",") && !Current.Is(TokenKind.Name, end));
        if (bracket)
            Expect(TokenKind.Operator, ")");
        return names;
    }

    private TemplateStatement ReadSet(int line)
    {
        var names = Targets("=");
        var field = Takes(TokenKind.Operator, ".") ? Name() : null;
        if (Takes(TokenKind.Operator, "="))
            return Ended(new Set(line, names, field, Tuple()));
        if (names.Count > 1 || field is not null || !Current.Is(TokenKind.Mark, "%}"))
            throw Refused($"{Current} where '=' is needed");
        return Closed(new SetBlock(line, names[0], Inner("endset")));
    }

    private TemplateStatement ReadMacro(int line)
    {
        var name = Name();
        var parameters = new List<(string, TemplateExpression?)>();
        Expect(TokenKind.Operator, "(");
        while (!Takes(TokenKind.Operator, ")"))
        {
            if (parameters.Count > 0)
                Expect(TokenKind.Operator, ",");
            var parameter = Name();
            parameters.Add((parameter, Takes(TokenKind.Operator, "=") ? Expression() : null));
        }

        var loops = _loops;
        _loops = 0;
        var body = Inner("endmacro");
        _loops = loops;
        return Closed(new Macro(line, name, parameters, body));
    }
}
