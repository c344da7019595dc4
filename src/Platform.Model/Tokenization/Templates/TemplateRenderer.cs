using System.Text;
using static Platform.Model.Tokenization.Templates.TemplateStatement;

namespace Platform.Model.Tokenization.Templates;

/// <summary>Runs the statements of a template.</summary>
internal sealed class TemplateRenderer(TemplateWork work)
{
    private enum Going
    {
        On,
        Continued,
        Broken,
    }

    public string Render(IReadOnlyList<TemplateStatement> statements, TemplateScope scope)
    {
        var output = new StringBuilder();
        Run(statements, scope, output);
        return output.ToString();
    }

    private Going Run(IReadOnlyList<TemplateStatement> statements, TemplateScope scope, StringBuilder output)
    {
        foreach (var statement in statements)
        {
            try
            {
                if (Run(statement, scope, output) is var going and not Going.On)
                    return going;
            }
            catch (Exception failure) when (failure is TemplateFailure or InsufficientExecutionStackException or OverflowException or InvalidOperationException or ArgumentException)
            {
                throw new TokenizerException($"The chat template cannot be rendered: in line {statement.Line} {(failure is TemplateFailure ? failure.Message : "an operation does not fit its values, or is nested too deep")}.", failure);
            }
        }

        return Going.On;
    }

    private Going Run(TemplateStatement statement, TemplateScope scope, StringBuilder output)
    {
        switch (statement)
        {
            case Text text:
                Write(output, text.Value);
                return Going.On;
            case Print print:
                Write(output, TemplateValues.ToText(Value(print.Value, scope)));
                return Going.On;
            case If choice:
                foreach (var (condition, body) in choice.Branches)
                    if (TemplateValues.IsTrue(Value(condition, scope)))
                        return Run(body, scope, output);
                return Run(choice.Otherwise, scope, output);
            case For loop:
                Loop(loop, scope, output);
                return Going.On;
            case Set set:
                Assign(set, scope);
                return Going.On;
            case SetBlock block:
                var inner = new StringBuilder();
                Run(block.Body, new TemplateScope(scope), inner);
                scope[block.Name] = inner.ToString();
                return Going.On;
            case Macro macro:
                scope[macro.Name] = new TemplateFunction(macro.Name, call => Run(macro, call, scope));
                return Going.On;
            case Group group:
                return Run(group.Body, scope, output);
            case Jump jump:
                return jump.Ends ? Going.Broken : Going.Continued;
            default:
                throw new TemplateFailure("a statement of an unknown kind is used");
        }
    }

    private object? Value(TemplateExpression expression, TemplateScope scope) => TemplateEvaluator.Value(expression, scope, work);

    private void Write(StringBuilder output, string text)
    {
        work.Charge((text.Length / 4) + 1);
        output.Append(text);
    }

    private void Assign(Set set, TemplateScope scope)
    {
        var value = Value(set.Value, scope);
        if (set.Field is { } field)
        {
            if (scope[set.Names[0]] is not TemplateNamespace names)
                throw new TemplateFailure($"a part of '{set.Names[0]}' is set, which is no namespace");
            names[field] = value;
        }
        else
        {
            Take(set.Names, value, scope);
        }
    }

    private static void Take(IReadOnlyList<string> names, object? value, TemplateScope scope)
    {
        if (names.Count == 1)
        {
            scope[names[0]] = value;
            return;
        }

        var parts = TemplateValues.Items(value).ToList();
        if (parts.Count != names.Count)
            throw new TemplateFailure($"{parts.Count} values are taken apart into {names.Count} names");
        for (var at = 0; at < names.Count; at++)
            scope[names[at]] = parts[at];
    }

    private void Loop(For loop, TemplateScope scope, StringBuilder output)
    {
        var items = TemplateValues.Items(Value(loop.Items, scope)).ToList();
        work.Charge(items.Count);
        if (loop.Where is { } where)
        {
            items = items.FindAll(item =>
            {
                var turn = new TemplateScope(scope);
                Take(loop.Names, item, turn);
                return TemplateValues.IsTrue(Value(where, turn));
            });
        }

        for (var at = 0; at < items.Count; at++)
        {
            work.Charge(16);
            var turn = new TemplateScope(scope);
            turn["loop"] = State(items, at);
            Take(loop.Names, items[at], turn);
            if (Run(loop.Body, turn, output) == Going.Broken)
                return;
        }

        if (items.Count == 0)
            Run(loop.Otherwise, new TemplateScope(scope), output);
    }

    private static TemplateMap State(List<object?> items, int at) => new()
    {
        ["index"] = at + 1L,
        ["index0"] = (long)at,
        ["revindex"] = (long)items.Count - at,
        ["revindex0"] = items.Count - at - 1L,
        ["first"] = at == 0,
        ["last"] = at == items.Count - 1,
        ["length"] = (long)items.Count,
        ["previtem"] = at > 0 ? items[at - 1] : new Undefined("loop.previtem"),
        ["nextitem"] = at + 1 < items.Count ? items[at + 1] : new Undefined("loop.nextitem"),
    };

    private string Run(Macro macro, TemplateCall call, TemplateScope scope)
    {
        work.Enter();
        var inside = new TemplateScope(scope);
        if (call.Positional.Count > macro.Parameters.Count || call.Named.Keys.FirstOrDefault(name => !macro.Parameters.Any(parameter => parameter.Name == name)) is not null)
            throw new TemplateFailure($"the macro '{macro.Name}' is called with an argument that it does not know");
        for (var at = 0; at < macro.Parameters.Count; at++)
        {
            var (name, otherwise) = macro.Parameters[at];
            inside[name] = call.Has(at, name) ? call[at, name] : otherwise is null ? new Undefined(name) : Value(otherwise, inside);
        }

        var output = new StringBuilder();
        Run(macro.Body, inside, output);
        work.Leave();
        return output.ToString();
    }
}
