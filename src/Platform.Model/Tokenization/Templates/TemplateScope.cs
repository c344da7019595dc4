namespace Platform.Model.Tokenization.Templates;

/// <summary>Names and values; a loop's turn and a macro's call have their own, which see those around them.</summary>
internal sealed class TemplateScope(TemplateScope? outer)
{
    private readonly Dictionary<string, object?> _values = new(StringComparer.Ordinal);

    public object? this[string name]
    {
        get
        {
            for (var scope = this; scope is not null; scope = scope.Outer)
                if (scope._values.TryGetValue(name, out var value))
                    return value;
            return new Undefined(name);
        }

        set => _values[name] = value;
    }

    private TemplateScope? Outer => outer;
}
