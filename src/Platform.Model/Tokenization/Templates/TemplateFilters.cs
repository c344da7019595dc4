using System.Globalization;

namespace Platform.Model.Tokenization.Templates;

/// <summary>The filters that chat templates use, with jinja's results.</summary>
internal static class TemplateFilters
{
    private static readonly Dictionary<string, Func<object?, TemplateCall, TemplateWork, object?>> All = new(StringComparer.Ordinal)
    {
        ["trim"] = (value, call, _) => TemplateText.Strip(TemplateValues.ToText(value), call[0, "chars"] as string, left: true, right: true),
        ["length"] = (value, _, _) => TemplateValues.Length(value),
        ["count"] = (value, _, _) => TemplateValues.Length(value),
        ["default"] = Default,
        ["d"] = Default,
        ["join"] = Join,
        ["tojson"] = (value, call, _) => PythonJson.Write(value is Undefined ? throw new TemplateFailure($"the missing value '{((Undefined)value).Name}' is given to tojson") : value, call[0, "ensure_ascii"] is true ? throw new TemplateFailure("tojson with ensure_ascii is not supported") : call[1, "indent"] is long indent ? (int)indent : null, call[3, "sort_keys"] is true),
        ["string"] = (value, _, _) => TemplateValues.ToText(value),
        ["upper"] = (value, _, _) => TemplateValues.ToText(value).ToUpperInvariant(),
        ["lower"] = (value, _, _) => TemplateValues.ToText(value).ToLowerInvariant(),
        ["capitalize"] = (value, _, _) => TemplateText.Capitalize(TemplateValues.ToText(value)),
        ["title"] = (value, _, _) => TemplateText.Title(TemplateValues.ToText(value)),
        ["safe"] = (value, _, _) => TemplateValues.ToText(value),
        ["replace"] = (value, call, _) => TemplateMethods.Replace(TemplateValues.ToText(value), call),
        ["first"] = (value, _, _) => TemplateValues.Items(value).DefaultIfEmpty(new Undefined("first")).First(),
        ["last"] = (value, _, _) => TemplateValues.Items(value).DefaultIfEmpty(new Undefined("last")).Last(),
        ["list"] = (value, _, _) => TemplateValues.Items(value).ToList(),
        ["reverse"] = (value, _, _) => value is string text ? string.Concat(Enumerable.Reverse(TemplateText.Points(text))) : Enumerable.Reverse(TemplateValues.Items(value).ToList()).ToList(),
        ["items"] = (value, _, _) => value is Undefined ? new List<object?>() : TemplateMethods.Pairs(value as TemplateMap ?? throw new TemplateFailure($"the items of a {TemplateValues.Kind(value)} are asked for")),
        ["dictsort"] = (value, _, _) => TemplateMethods.Pairs(value as TemplateMap ?? throw new TemplateFailure($"a {TemplateValues.Kind(value)} is given to dictsort"))
            .OrderBy(pair => ((string)((TemplateTuple)pair!)[0]!).ToLowerInvariant(), StringComparer.Ordinal).ToList(),
        ["int"] = (value, call, _) => ToWhole(value, call[0, "default"]),
        ["float"] = (value, call, _) => ToNumber(value, call[0, "default"]),
        ["abs"] = (value, _, _) => value is long whole ? (object)Math.Abs(whole) : Math.Abs(TemplateValues.Number(value)),
        ["indent"] = Indent,
        ["unique"] = (value, _, _) => Unique(TemplateValues.Items(value)),
        ["sort"] = Sort,
        ["sum"] = (value, _, _) => TemplateValues.Items(value).Aggregate((object?)0L, (sum, item) => sum is long a && item is long b ? (object)checked(a + b) : TemplateValues.Number(sum) + TemplateValues.Number(item)),
        ["min"] = (value, _, _) => TemplateValues.Items(value).Aggregate((a, b) => TemplateValues.Compare(b, a) < 0 ? b : a),
        ["max"] = (value, _, _) => TemplateValues.Items(value).Aggregate((a, b) => TemplateValues.Compare(b, a) > 0 ? b : a),
        ["map"] = Map,
        ["select"] = (value, call, _) => Choose(value, call, wanted: true, byField: false),
        ["reject"] = (value, call, _) => Choose(value, call, wanted: false, byField: false),
        ["selectattr"] = (value, call, _) => Choose(value, call, wanted: true, byField: true),
        ["rejectattr"] = (value, call, _) => Choose(value, call, wanted: false, byField: true),
    };

    public static bool Knows(string name) => All.ContainsKey(name);

    public static object? Apply(string name, object? value, TemplateCall call, TemplateWork work) =>
        All.TryGetValue(name, out var filter) ? work.Made(filter(value, call, work)) : throw new TemplateFailure($"the filter '{name}' is not supported");

    private static object? Default(object? value, TemplateCall call, TemplateWork work)
    {
        var otherwise = call.Has(0, "default_value") ? call[0, "default_value"] : "";
        return value is Undefined || (TemplateValues.IsTrue(call[1, "boolean"]) && !TemplateValues.IsTrue(value)) ? otherwise : value;
    }

    private static string Join(object? value, TemplateCall call, TemplateWork work)
    {
        var items = TemplateValues.Items(value);
        if (call.Has(1, "attribute"))
            items = items.Select(item => Field(item, call[1, "attribute"]));
        var between = call.Has(0, "d") ? TemplateValues.ToText(call[0, "d"]) : "";
        return string.Join(between, items.Select(item => Charged(TemplateValues.ToText(item), between.Length)));

        string Charged(string text, int more)
        {
            work.Charge(((text.Length + more) / 4) + 1);
            return text;
        }
    }

    private static string Indent(object? value, TemplateCall call, TemplateWork work)
    {
        var width = call.Has(0, "width") ? call[0, "width"] : 4L;
        var by = width as string ?? new string(' ', (int)Math.Clamp(TemplateValues.Whole(width), 0, 1000));
        var (first, blank) = (TemplateValues.IsTrue(call[1, "first"]), TemplateValues.IsTrue(call[2, "blank"]));
        var lines = TemplateValues.ToText(value).ReplaceLineEndings("\n").Split('\n');
        work.Charge((long)lines.Length * by.Length / 4);
        return string.Join('\n', lines.Select((line, at) => (at > 0 || first) && (blank || line.Length > 0 || at == 0) ? by + line : line));
    }

    private static List<object?> Unique(IEnumerable<object?> items)
    {
        var kept = new List<object?>();
        foreach (var item in items)
            if (!kept.Exists(other => TemplateValues.Equals(other is string a ? a.ToLowerInvariant() : other, item is string b ? b.ToLowerInvariant() : item)))
                kept.Add(item);
        return kept;
    }

    private static List<object?> Sort(object? value, TemplateCall call, TemplateWork work)
    {
        var ignoreCase = !TemplateValues.IsTrue(call[1, "case_sensitive"]);
        var field = call[2, "attribute"];
        var order = Comparer<object?>.Create(TemplateValues.Compare);
        object? Key(object? item) => (field is Undefined ? item : Field(item, field)) is var key && ignoreCase && key is string text ? text.ToLowerInvariant() : key;
        return [.. TemplateValues.IsTrue(call[0, "reverse"]) ? TemplateValues.Items(value).OrderByDescending(Key, order) : TemplateValues.Items(value).OrderBy(Key, order)];
    }

    private static List<object?> Map(object? value, TemplateCall call, TemplateWork work)
    {
        if (call.Named.TryGetValue("attribute", out var field))
            return [.. TemplateValues.Items(value).Select(item => Field(item, field) is Undefined && call.Named.TryGetValue("default", out var otherwise) ? otherwise : Field(item, field))];
        var name = TemplateValues.Text(call[0, "filter"]);
        var rest = new TemplateCall([.. call.Positional.Skip(1)], call.Named);
        return [.. TemplateValues.Items(value).Select(item => Apply(name, item, rest, work))];
    }

    private static List<object?> Choose(object? value, TemplateCall call, bool wanted, bool byField)
    {
        var skip = byField ? 1 : 0;
        var test = call.Positional.Count > skip ? TemplateValues.Text(call.Positional[skip]) : null;
        var rest = new TemplateCall([.. call.Positional.Skip(skip + 1)], call.Named);
        return [.. TemplateValues.Items(value).Where(item =>
        {
            var seen = byField ? Field(item, call[0, "attribute"]) : item;
            return (test is null ? TemplateValues.IsTrue(seen) : TemplateTests.Holds(test, seen, rest)) == wanted;
        })];
    }

    private static object? Field(object? item, object? path)
    {
        var written = TemplateValues.ToText(path);
        TemplateWork.Now.Charge((written.Length / 4) + 1);
        foreach (var name in written.Split('.'))
            item = item is TemplateMap map && map.TryGetValue(name, out var value) ? value
                : item is List<object?> list && int.TryParse(name, CultureInfo.InvariantCulture, out var at) && at >= 0 && at < list.Count ? list[at] : new Undefined(name);
        return item;
    }

    private static object? ToWhole(object? value, object? otherwise) => value switch
    {
        long or bool => TemplateValues.Whole(value),
        double number when double.IsFinite(number) && Math.Abs(number) < 9e18 => (long)number,
        string text when long.TryParse(text.Trim(), CultureInfo.InvariantCulture, out var whole) => whole,
        string text when double.TryParse(text, CultureInfo.InvariantCulture, out var number) && Math.Abs(number) < 9e18 => (long)number,
        _ => otherwise is Undefined ? 0L : otherwise,
    };

    private static object? ToNumber(object? value, object? otherwise) => value switch
    {
        long or bool or double => TemplateValues.Number(value),
        string text when double.TryParse(text, CultureInfo.InvariantCulture, out var number) => number,
        _ => otherwise is Undefined ? 0.0 : otherwise,
    };
}
