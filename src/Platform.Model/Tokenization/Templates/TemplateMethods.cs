namespace Platform.Model.Tokenization.Templates;

/// <summary>Python's methods of texts, mappings and lists, as far as templates use them and none changes anything.</summary>
internal static class TemplateMethods
{
    private static readonly Dictionary<string, Func<string, TemplateCall, object?>> OfTexts = new(StringComparer.Ordinal)
    {
        ["strip"] = (text, call) => TemplateText.Strip(text, call[0, "chars"] as string, left: true, right: true),
        ["lstrip"] = (text, call) => TemplateText.Strip(text, call[0, "chars"] as string, left: true, right: false),
        ["rstrip"] = (text, call) => TemplateText.Strip(text, call[0, "chars"] as string, left: false, right: true),
        ["split"] = (text, call) => TemplateText.Split(text, call[0, "sep"] as string, Most(call), fromRight: false),
        ["rsplit"] = (text, call) => TemplateText.Split(text, call[0, "sep"] as string, Most(call), fromRight: true),
        ["splitlines"] = (text, _) => text.Length == 0 ? new List<object?>() : Lines(text),
        ["startswith"] = (text, call) => Any(call, text.StartsWith),
        ["endswith"] = (text, call) => Any(call, text.EndsWith),
        ["removeprefix"] = (text, call) => TemplateValues.Text(call[0, "prefix"]) is var prefix && text.StartsWith(prefix, StringComparison.Ordinal) ? text[prefix.Length..] : text,
        ["removesuffix"] = (text, call) => TemplateValues.Text(call[0, "suffix"]) is { Length: > 0 } suffix && text.EndsWith(suffix, StringComparison.Ordinal) ? text[..^suffix.Length] : text,
        ["replace"] = Replace,
        ["upper"] = (text, _) => text.ToUpperInvariant(),
        ["lower"] = (text, _) => text.ToLowerInvariant(),
        ["capitalize"] = (text, _) => TemplateText.Capitalize(text),
        ["title"] = (text, _) => TemplateText.Title(text),
        ["find"] = (text, call) => Place(text, text.IndexOf(Sought(text, call), StringComparison.Ordinal)),
        ["rfind"] = (text, call) => Place(text, text.LastIndexOf(Sought(text, call), StringComparison.Ordinal)),
        ["count"] = (text, call) => (long)(Sought(text, call) is { Length: > 0 } sub ? text.AsSpan().Count(sub) : TemplateText.Length(text) + 1),
        ["join"] = (text, call) => TemplateFilters.Apply("join", TemplateValues.Items(call[0, "iterable"]).Select(TemplateValues.Text).ToList<object?>(), new TemplateCall([text], call.Named), TemplateWork.Now),
        ["isdigit"] = (text, _) => text.Length > 0 && text.All(char.IsDigit),
        ["isspace"] = (text, _) => text.Length > 0 && text.All(TemplateText.IsBlank),
        ["isalpha"] = (text, _) => text.Length > 0 && text.All(char.IsLetter),
    };

    private static readonly Dictionary<string, Func<TemplateMap, TemplateCall, object?>> OfMaps = new(StringComparer.Ordinal)
    {
        ["items"] = (map, _) => Pairs(map),
        ["keys"] = (map, _) => map.Keys.ToList<object?>(),
        ["values"] = (map, _) => map.Values.ToList(),
        ["get"] = (map, call) => call[0, "key"] is string key && map.TryGetValue(key, out var value) ? value : call.Has(1, "default") ? call[1, "default"] : null,
    };

    /// <summary>These exist in Python but change their object, or are not supported; a field of that name is hidden by them all the same.</summary>
    private static readonly HashSet<string> Forbidden = new(StringComparer.Ordinal) { "pop", "popitem", "update", "setdefault", "clear", "copy", "fromkeys", "append", "extend", "insert", "remove", "sort", "reverse", "format" };

    /// <returns>The bound method, or null when a value has none of that name.</returns>
    public static TemplateFunction? Find(object? of, string name)
    {
        switch (of)
        {
            case string text when OfTexts.TryGetValue(name, out var method): return new TemplateFunction(name, call => method(text, call));
            case TemplateMap map when OfMaps.TryGetValue(name, out var method): return new TemplateFunction(name, call => method(map, call));
            case List<object?> list when name is "index" or "count": return new TemplateFunction(name, call => Found(list, call[0, "value"], name));
            case string or TemplateMap or List<object?> when Forbidden.Contains(name) && HasInPython(of, name): return new TemplateFunction(name, _ => throw new TemplateFailure($"the method '{name}' is not supported"));
            default: return null;
        }
    }

    public static List<object?> Pairs(TemplateMap map) => [.. map.Select(pair => (object?)new TemplateTuple([pair.Key, pair.Value]))];

    public static string Replace(string text, TemplateCall call)
    {
        var (old, by) = (TemplateValues.Text(call[0, "old"]), TemplateValues.Text(call[1, "new"]));
        if (old.Length == 0)
            throw new TemplateFailure("an empty text is replaced");
        TemplateWork.Now.ChargeSearch(text, old);
        TemplateWork.Now.Charge((long)text.AsSpan().Count(old) * by.Length / 4);
        if (call[2, "count"] is not long count || count < 0)
            return text.Replace(old, by, StringComparison.Ordinal);
        var parts = TemplateText.Split(text, old, (int)Math.Min(count, int.MaxValue), fromRight: false);
        return string.Join(by, parts);
    }

    private static bool HasInPython(object of, string name) => of switch
    {
        string => name == "format",
        TemplateMap => name is "pop" or "popitem" or "update" or "setdefault" or "clear" or "copy" or "fromkeys",
        _ => name is "append" or "extend" or "insert" or "remove" or "sort" or "reverse" or "pop" or "clear" or "copy",
    };

    private static long Found(List<object?> list, object? value, string name)
    {
        if (name == "count")
            return list.Count(item => TemplateValues.Equals(item, value));
        var at = list.FindIndex(item => TemplateValues.Equals(item, value));
        return at >= 0 ? at : throw new TemplateFailure("index finds nothing");
    }

    private static int Most(TemplateCall call) => call[1, "maxsplit"] is long most ? (int)Math.Clamp(most, -1, int.MaxValue) : -1;

    private static bool Any(TemplateCall call, Func<string, StringComparison, bool> has) =>
        call[0, "prefix"] is TemplateTuple several ? several.Exists(one => has(TemplateValues.Text(one), StringComparison.Ordinal)) : has(TemplateValues.Text(call[0, "prefix"]), StringComparison.Ordinal);

    private static string Sought(string text, TemplateCall call)
    {
        var sub = TemplateValues.Text(call[0, "sub"]);
        TemplateWork.Now.ChargeSearch(text, sub);
        return sub;
    }

    private static long Place(string text, int at) => at < 0 ? -1 : TemplateText.Length(text[..at]);

    private static List<object?> Lines(string text)
    {
        var lines = text.ReplaceLineEndings("\n").Split('\n').ToList<object?>();
        if (lines[^1] is "")
            lines.RemoveAt(lines.Count - 1);
        return lines;
    }
}
