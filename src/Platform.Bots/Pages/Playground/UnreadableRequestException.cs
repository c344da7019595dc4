namespace Platform.Bots.Pages.Playground;

/// <summary>What someone pasted is no request.</summary>
/// <param name="problem">One of the playground's words: <c>playground.json-PROBLEM</c>.</param>
internal sealed class UnreadableRequestException(string problem, Exception? cause = null) : FormatException($"It is no request: {problem}.", cause)
{
    public string Problem => problem;

    /// <summary>Where it breaks off, from 1; only where it is no JSON.</summary>
    public long? Line { get; init; }

    public long? Place { get; init; }
}
