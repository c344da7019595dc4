using System.Globalization;
using System.Text;

namespace Platform.Model.Tokenization.Templates;

/// <summary>JSON as Python's <c>json.dumps(x, ensure_ascii=False)</c> writes it: a space after each comma and colon, nothing escaped that need not be.</summary>
internal static class PythonJson
{
    public static string Write(object? value, int? indent, bool sortKeys = false)
    {
        var json = new StringBuilder();
        Write(json, value, indent, sortKeys, 0);
        return json.ToString();
    }

    private static void Write(StringBuilder json, object? value, int? indent, bool sortKeys, int depth)
    {
        if (depth > 100)
            throw new TemplateFailure("a value is nested too deep for tojson");
        TemplateWork.Now.Charge(value is string words ? (words.Length / 4) + 1 : 1);
        switch (value)
        {
            case null: json.Append("null"); break;
            case bool flag: json.Append(flag ? "true" : "false"); break;
            case long whole: json.Append(whole); break;
            case double number: json.Append(double.IsFinite(number) ? TemplateText.Number(number) : double.IsNaN(number) ? "NaN" : number > 0 ? "Infinity" : "-Infinity"); break;
            case string text: Quote(json, text); break;
            case List<object?> list:
                Enclose(json, '[', ']', list, indent, depth, item => Write(json, item, indent, sortKeys, depth + 1));
                break;
            case TemplateMap map:
                var pairs = sortKeys ? map.OrderBy(pair => pair.Key, StringComparer.Ordinal) : map.AsEnumerable();
                Enclose(json, '{', '}', [.. pairs], indent, depth, pair =>
                {
                    Quote(json, pair.Key);
                    json.Append(": ");
                    Write(json, pair.Value, indent, sortKeys, depth + 1);
                });
                break;
            default:
                throw new TemplateFailure($"a {TemplateValues.Kind(value)} is given to tojson");
        }
    }

    private static void Enclose<T>(StringBuilder json, char open, char close, List<T> items, int? indent, int depth, Action<T> write)
    {
        json.Append(open);
        for (var at = 0; at < items.Count; at++)
        {
            if (at > 0)
                json.Append(indent is null ? ", " : ",");
            NewLine(depth + 1);
            write(items[at]);
        }

        if (items.Count > 0)
            NewLine(depth);
        json.Append(close);

        void NewLine(int level)
        {
            TemplateWork.Now.Charge(indent ?? 0);
            if (indent is { } width)
                json.Append('\n').Append(' ', Math.Max(0, width) * level);
        }
    }

    private static void Quote(StringBuilder json, string text)
    {
        json.Append('"');
        foreach (var letter in text)
        {
            _ = letter switch
            {
                '"' => json.Append("\\\""),
                '\\' => json.Append("\\\\"),
                '\n' => json.Append("\\n"),
                '\r' => json.Append("\\r"),
                '\t' => json.Append("\\t"),
                '\b' => json.Append("\\b"),
                '\f' => json.Append("\\f"),
                < ' ' => json.Append(CultureInfo.InvariantCulture, $"\\u{(int)letter:x4}"),
                _ => json.Append(letter),
            };
        }

        json.Append('"');
    }
}
