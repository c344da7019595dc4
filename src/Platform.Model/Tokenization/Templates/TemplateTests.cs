namespace Platform.Model.Tokenization.Templates;

/// <summary>What may stand after <c>is</c>.</summary>
internal static class TemplateTests
{
    private static readonly Dictionary<string, Func<object?, TemplateCall, bool>> All = new(StringComparer.Ordinal)
    {
        ["defined"] = (value, _) => value is not Undefined,
        ["undefined"] = (value, _) => value is Undefined,
        ["none"] = (value, _) => value is null,
        ["string"] = (value, _) => value is string,
        ["number"] = (value, _) => value is long or double or bool,
        ["integer"] = (value, _) => value is long,
        ["float"] = (value, _) => value is double,
        ["boolean"] = (value, _) => value is bool,
        ["true"] = (value, _) => value is true,
        ["false"] = (value, _) => value is false,
        ["mapping"] = (value, _) => value is TemplateMap,
        ["iterable"] = (value, _) => value is string or List<object?> or TemplateMap or Undefined,
        ["sequence"] = (value, _) => value is string or List<object?> or TemplateMap or Undefined,
        ["callable"] = (value, _) => value is TemplateFunction,
        ["even"] = (value, _) => TemplateValues.Whole(value) % 2 == 0,
        ["odd"] = (value, _) => TemplateValues.Whole(value) % 2 != 0,
        ["divisibleby"] = (value, call) => TemplateValues.Whole(call[0, "num"]) is var by && by != 0 && TemplateValues.Whole(value) % by == 0,
        ["equalto"] = Same,
        ["eq"] = Same,
        ["=="] = Same,
        ["sameas"] = (value, call) => value is bool or null || call[0, "other"] is bool or null ? value is bool a && call[0, "other"] is bool b ? a == b : value is null && call[0, "other"] is null : ReferenceEquals(value, call[0, "other"]),
        ["ne"] = (value, call) => !Same(value, call),
        ["!="] = (value, call) => !Same(value, call),
        ["lt"] = (value, call) => TemplateValues.Compare(value, call[0, "b"]) < 0,
        ["<"] = (value, call) => TemplateValues.Compare(value, call[0, "b"]) < 0,
        ["le"] = (value, call) => TemplateValues.Compare(value, call[0, "b"]) <= 0,
        ["<="] = (value, call) => TemplateValues.Compare(value, call[0, "b"]) <= 0,
        ["gt"] = (value, call) => TemplateValues.Compare(value, call[0, "b"]) > 0,
        [">"] = (value, call) => TemplateValues.Compare(value, call[0, "b"]) > 0,
        ["ge"] = (value, call) => TemplateValues.Compare(value, call[0, "b"]) >= 0,
        [">="] = (value, call) => TemplateValues.Compare(value, call[0, "b"]) >= 0,
        ["in"] = (value, call) => TemplateOperators.Contains(call[0, "seq"], value),
        ["lower"] = (value, _) => TemplateValues.ToText(value) is var text && text.Any(char.IsLower) && !text.Any(char.IsUpper),
        ["upper"] = (value, _) => TemplateValues.ToText(value) is var text && text.Any(char.IsUpper) && !text.Any(char.IsLower),
    };

    public static bool Knows(string name) => All.ContainsKey(name);

    public static bool Holds(string name, object? value, TemplateCall call) =>
        All.TryGetValue(name, out var test) ? test(value, call) : throw new TemplateFailure($"the test '{name}' is not supported");

    private static bool Same(object? value, TemplateCall call) => TemplateValues.Equals(value, call[0, "b"]);
}
