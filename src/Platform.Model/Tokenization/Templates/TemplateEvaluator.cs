using System.Runtime.CompilerServices;
using static Platform.Model.Tokenization.Templates.TemplateExpression;

namespace Platform.Model.Tokenization.Templates;

/// <summary>The value of an expression in a scope.</summary>
internal static class TemplateEvaluator
{
    public static object? Value(TemplateExpression expression, TemplateScope scope, TemplateWork work)
    {
        work.Charge();
        RuntimeHelpers.EnsureSufficientExecutionStack(); // a long chain of operators is a deep tree
        switch (expression)
        {
            case Constant constant: return constant.Value;
            case Variable variable: return scope[variable.Name];
            case Sequence sequence:
                var items = sequence.Items.Select(item => Value(item, scope, work));
                return sequence.IsTuple ? new TemplateTuple(items) : items.ToList();
            case Mapping mapping: return Map(mapping, scope, work);
            case Part part: return TemplateOperators.Part(Value(part.Of, scope, work), Value(part.Key, scope, work), part.ByDot);
            case Slice slice:
                long? Bound(TemplateExpression? bound) => bound is null || Value(bound, scope, work) is not { } value ? null : TemplateValues.Whole(value);
                return work.Made(TemplateOperators.Slice(Value(slice.Of, scope, work), Bound(slice.From), Bound(slice.To), Bound(slice.Step) ?? 1));
            case Call call:
                var function = Value(call.Function, scope, work) as TemplateFunction ?? throw new TemplateFailure($"{Named(call.Function)} is called, which is no function that is supported");
                return work.Made(function.Run(Arguments(call.Given, scope, work)));
            case Filter filter: return TemplateFilters.Apply(filter.Name, Value(filter.Of, scope, work), Arguments(filter.Given, scope, work), work);
            case Test test: return TemplateTests.Holds(test.Name, Value(test.Of, scope, work), Arguments(test.Given, scope, work)) != test.Negated;
            case Unary unary: return Signed(unary, Value(unary.Of, scope, work));
            case Binary { Operator: "and" } both: return Value(both.Left, scope, work) is var left && !TemplateValues.IsTrue(left) ? left : Value(both.Right, scope, work);
            case Binary { Operator: "or" } either: return Value(either.Left, scope, work) is var first && TemplateValues.IsTrue(first) ? first : Value(either.Right, scope, work);
            case Binary binary: return TemplateOperators.Apply(binary.Operator, Value(binary.Left, scope, work), Value(binary.Right, scope, work), work);
            case Comparison comparison: return Holds(comparison, scope, work);
            case Choice choice:
                return TemplateValues.IsTrue(Value(choice.Condition, scope, work)) ? Value(choice.Then, scope, work) : choice.Otherwise is null ? new Undefined("else") : Value(choice.Otherwise, scope, work);
            default: throw new TemplateFailure("an expression of an unknown kind is used");
        }
    }

    private static TemplateMap Map(Mapping mapping, TemplateScope scope, TemplateWork work)
    {
        var map = new TemplateMap();
        foreach (var (key, value) in mapping.Pairs)
            map[TemplateValues.Text(Value(key, scope, work))] = Value(value, scope, work);
        return map;
    }

    private static TemplateCall Arguments(Arguments arguments, TemplateScope scope, TemplateWork work) => new(
        [.. arguments.Positional.Select(value => Value(value, scope, work))],
        arguments.Named.GroupBy(named => named.Name, StringComparer.Ordinal).ToDictionary(named => named.Key, named => Value(named.Last().Value, scope, work), StringComparer.Ordinal));

    private static object? Signed(Unary unary, object? value) => unary.Operator switch
    {
        "not" => !TemplateValues.IsTrue(value),
        "-" => value is long or bool ? (object)checked(-TemplateValues.Whole(value)) : -TemplateValues.Number(value),
        _ => value is long or bool ? (object)TemplateValues.Whole(value) : TemplateValues.Number(value),
    };

    private static bool Holds(Comparison comparison, TemplateScope scope, TemplateWork work)
    {
        var left = Value(comparison.First, scope, work);
        foreach (var (name, expression) in comparison.Rest)
        {
            var right = Value(expression, scope, work);
            var holds = name switch
            {
                "==" => TemplateValues.Equals(left, right),
                "!=" => !TemplateValues.Equals(left, right),
                "in" => TemplateOperators.Contains(right, left),
                "not in" => !TemplateOperators.Contains(right, left),
                "<" => TemplateValues.Compare(left, right) < 0,
                "<=" => TemplateValues.Compare(left, right) <= 0,
                ">" => TemplateValues.Compare(left, right) > 0,
                _ => TemplateValues.Compare(left, right) >= 0,
            };
            if (!holds)
                return false;
            left = right;
        }

        return true;
    }

    private static string Named(TemplateExpression function) => function switch
    {
        Variable variable => $"'{variable.Name}'",
        Part { Key: Constant { Value: string name } } => $"'{name}'",
        _ => "a value",
    };
}
