namespace Platform.Model.Tokenization.Templates;

/// <summary>Counts what a rendering does, so that a hostile template ends with an error and not with the host.</summary>
internal sealed class TemplateWork
{
    /// <summary>About a second of work, or 24 million characters made on the way; a conversation of a million characters needs a fourth of it.</summary>
    private const long Most = 6_000_000;
    private const int DeepestCalls = 40;
    [ThreadStatic]
    private static TemplateWork? _now;
    private long _done;
    private int _depth;

    /// <summary>That of the rendering that runs on this thread: helpers far from the statements charge it too.</summary>
    public static TemplateWork Now => _now ??= new TemplateWork();

    /// <summary>Begins a rendering.</summary>
    public static TemplateWork Start() => _now = new TemplateWork();

    public void Charge(long steps = 1)
    {
        if (steps < 0 || (_done += steps) > Most)
            throw new TemplateFailure("more work is asked for than a chat template may do");
    }

    /// <summary>Charges for a search, whose worst case is the product of the lengths.</summary>
    public void ChargeSearch(string text, string needle) => Charge((text.Length / 16) + ((long)text.Length * needle.Length / 16384));

    /// <summary>Charges for the size of a value that an operation made.</summary>
    public object? Made(object? value)
    {
        Charge(value switch { string text => (text.Length / 4) + 1, List<object?> list => list.Count + 1, _ => 1 });
        return value;
    }

    public void Enter()
    {
        if (++_depth > DeepestCalls)
            throw new TemplateFailure("macros call each other too deep");
    }

    public void Leave() => _depth--;
}
