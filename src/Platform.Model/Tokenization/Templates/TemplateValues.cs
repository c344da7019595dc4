using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Platform.Model.Tokenization.Templates;

/// <summary>A name that nobody gave: prints nothing, is false, and may not be asked for its parts.</summary>
internal sealed record Undefined(string Name);

/// <summary>An object with its fields in order.</summary>
internal sealed class TemplateMap() : OrderedDictionary<string, object?>(StringComparer.Ordinal);

internal sealed class TemplateTuple(IEnumerable<object?> items) : List<object?>(items);

/// <summary><c>namespace(...)</c>: the one thing whose parts a template may change.</summary>
internal sealed class TemplateNamespace() : Dictionary<string, object?>(StringComparer.Ordinal);

internal sealed record TemplateCall(IReadOnlyList<object?> Positional, IReadOnlyDictionary<string, object?> Named)
{
    /// <returns>The argument at a place or of a name; <see cref="Undefined"/> when it is not given.</returns>
    public object? this[int at, string name] => at < Positional.Count ? Positional[at] : Named.TryGetValue(name, out var value) ? value : new Undefined(name);

    public bool Has(int at, string name) => at < Positional.Count || Named.ContainsKey(name);
}

internal sealed record TemplateFunction(string Name, Func<TemplateCall, object?> Run);

/// <summary>What values are to a template: true or false, equal, smaller, and how they are written.</summary>
/// <remarks>A value is null (none), a bool, a long, a double, a string, a list, a <see cref="TemplateMap"/>, or one of the types above.</remarks>
internal static class TemplateValues
{
    public static bool IsTrue(object? value) => value switch
    {
        null or Undefined => false,
        bool flag => flag,
        long whole => whole != 0,
        double number => number != 0,
        string text => text.Length > 0,
        List<object?> list => list.Count > 0,
        TemplateMap map => map.Count > 0,
        _ => true,
    };

    public static string ToText(object? value) => value switch
    {
        string text => text,
        Undefined => "",
        _ => Written(value),
    };

    private static string Written(object? value)
    {
        var text = new StringBuilder();
        Write(text, value, 0);
        return text.ToString();
    }

    private static void Write(StringBuilder text, object? value, int depth)
    {
        var start = text.Length;
        switch (depth > 100 ? throw new TemplateFailure("a value is nested too deep to be written") : value)
        {
            case string words: text.Append(TemplateText.Quoted(words)); break;
            case TemplateTuple tuple:
                Enclose(text, '(', tuple.Count == 1 ? ",)" : ")", tuple, item => Write(text, item, depth + 1));
                break;
            case List<object?> list:
                Enclose(text, '[', "]", list, item => Write(text, item, depth + 1));
                break;
            case TemplateMap map:
                Enclose(text, '{', "}", map, pair =>
                {
                    text.Append(TemplateText.Quoted(pair.Key)).Append(": ");
                    Write(text, pair.Value, depth + 1);
                });
                break;
            default:
                text.Append(value switch
                {
                    null => "None",
                    true => "True",
                    false => "False",
                    long whole => whole.ToString(CultureInfo.InvariantCulture),
                    double number => TemplateText.Number(number),
                    Undefined => "Undefined",
                    _ => throw new TemplateFailure($"a {Kind(value)} is written out"),
                });
                break;
        }

        if (value is not (List<object?> or TemplateMap))
            TemplateWork.Now.Charge(((text.Length - start) / 4) + 1);
    }

    private static void Enclose<T>(StringBuilder text, char open, string close, IEnumerable<T> items, Action<T> write)
    {
        text.Append(open);
        var first = true;
        foreach (var item in items)
        {
            if (!first)
                text.Append(", ");
            first = false;
            write(item);
        }

        text.Append(close);
    }

    public static new bool Equals(object? left, object? right)
    {
        TemplateWork.Now.Charge();
        return AreEqual(left, right);
    }

    private static bool AreEqual(object? left, object? right) => (left, right) switch
    {
        (null, null) => true,
        (Undefined, Undefined) => true,
        (bool or long or double, bool or long or double) => Number(left).Equals(Number(right)),
        (string a, string b) => a == b,
        (TemplateTuple, List<object?>) or (List<object?>, TemplateTuple) when left is TemplateTuple != right is TemplateTuple => false,
        (List<object?> a, List<object?> b) => a.Count == b.Count && a.Zip(b).All(pair => Equals(pair.First, pair.Second)),
        (TemplateMap a, TemplateMap b) => a.Count == b.Count && a.All(pair => b.TryGetValue(pair.Key, out var other) && Equals(pair.Value, other)),
        _ => ReferenceEquals(left, right),
    };

    public static int Compare(object? left, object? right) => (left, right) switch
    {
        (long a, long b) => a.CompareTo(b),
        (bool or long or double, bool or long or double) => Number(left).CompareTo(Number(right)),
        (string a, string b) => string.CompareOrdinal(a, b),
        _ => throw new TemplateFailure($"a {Kind(left)} is compared with a {Kind(right)}"),
    };

    public static double Number(object? value) => value switch
    {
        bool flag => flag ? 1 : 0,
        long whole => whole,
        double number => number,
        _ => throw new TemplateFailure($"a {Kind(value)} is used as a number"),
    };

    public static long Whole(object? value) => value switch
    {
        long whole => whole,
        bool flag => flag ? 1 : 0,
        _ => throw new TemplateFailure($"a {Kind(value)} is used as a whole number"),
    };

    public static string Text(object? value) => value as string ?? throw new TemplateFailure($"a {Kind(value)} is used as a text");

    /// <summary>What a loop sees.</summary>
    public static IEnumerable<object?> Items(object? value) => value switch
    {
        List<object?> list => list,
        TemplateMap map => map.Keys,
        string text => TemplateText.Points(text),
        Undefined => [],
        _ => throw new TemplateFailure($"a {Kind(value)} is used as a list"),
    };

    public static long Length(object? value) => value switch
    {
        string text => TemplateText.Length(text),
        List<object?> list => list.Count,
        TemplateMap map => map.Count,
        Undefined => 0,
        _ => throw new TemplateFailure($"the length of a {Kind(value)} is asked for"),
    };

    public static string Kind(object? value) => value switch
    {
        null => "none",
        bool => "boolean",
        long => "whole number",
        double => "number",
        string => "text",
        TemplateMap => "mapping",
        List<object?> => "list",
        Undefined missing => $"missing value '{missing.Name}'",
        TemplateFunction function => $"function '{function.Name}'",
        _ => "namespace",
    };

    public static object? From(JsonElement json) => json.ValueKind switch
    {
        JsonValueKind.Object => Map(json),
        JsonValueKind.Array => json.EnumerateArray().Select(From).ToList(),
        JsonValueKind.String => JsonParts.Text(json),
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        JsonValueKind.Number => json.GetRawText() is var raw && raw.AsSpan().IndexOfAny('.', 'e', 'E') < 0 && json.TryGetInt64(out var whole) ? (object)whole : json.GetDouble(),
        _ => null,
    };

    private static TemplateMap Map(JsonElement json)
    {
        var map = new TemplateMap();
        foreach (var property in json.EnumerateObject())
            map[JsonParts.Name(property)] = From(property.Value);
        return map;
    }
}
