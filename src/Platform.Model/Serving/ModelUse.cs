namespace Platform.Model.Serving;

/// <summary>Counts the tokens that models take for one piece of work, however deep below it they are asked: who asks does not hand the numbers up.</summary>
/// <remarks>Tokens are counted as they are made, so that what was computed for a caller who has left is counted too. Safe to use from several threads.</remarks>
public sealed class ModelUse : IDisposable
{
    private static readonly AsyncLocal<ModelUse?> Ambient = new();

    private readonly ModelUse? _outer;
    private long _promptTokens;
    private long _cachedTokens;
    private long _completionTokens;

    private ModelUse(ModelUse? outer) => _outer = outer;

    /// <summary>Null where nobody counts.</summary>
    public static ModelUse? Current => Ambient.Value;

    public long PromptTokens => Interlocked.Read(ref _promptTokens);

    /// <summary>Part of the prompts that was found computed.</summary>
    public long CachedTokens => Interlocked.Read(ref _cachedTokens);

    public long CompletionTokens => Interlocked.Read(ref _completionTokens);

    /// <summary>Counts in the method that calls, and in all that it calls, until it is disposed.</summary>
    public static ModelUse Begin() => Ambient.Value = new ModelUse(Ambient.Value);

    public void Add(long promptTokens, long cachedTokens, long completionTokens)
    {
        Interlocked.Add(ref _promptTokens, promptTokens);
        Interlocked.Add(ref _cachedTokens, cachedTokens);
        Interlocked.Add(ref _completionTokens, completionTokens);
    }

    public void Dispose() => Ambient.Value = _outer;
}
