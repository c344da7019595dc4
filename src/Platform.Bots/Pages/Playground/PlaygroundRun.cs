namespace Platform.Bots.Pages.Playground;

/// <summary>One column: what it asks, and how its last run went.</summary>
public sealed class PlaygroundRun(PlaygroundForm form)
{
    public PlaygroundForm Form { get; set; } = form;

    public RunState State { get; private set; }

    public RunResult? Result { get; private set; }

    public void Begin() => (State, Result) = (RunState.Running, null);

    public void End(RunResult result)
    {
        Result = result;
        State = result switch
        {
            { Stopped: true } => RunState.Stopped,
            { Status: 429 } => RunState.RateLimited,
            { Status: >= 200 and < 300, Error: null } => RunState.Done,
            _ => RunState.Failed,
        };
    }
}

public enum RunState
{
    Draft = 0,
    Running = 1,
    Done = 2,
    Stopped = 3,
    RateLimited = 4,
    Failed = 5,
}

/// <summary>What the browser tells of a run; see playground.js.</summary>
/// <param name="Status">Of HTTP; 0 when there was no answer.</param>
/// <param name="FirstMs">Until the first text.</param>
/// <param name="Reason">Why the answer ended.</param>
public sealed record RunResult(
    int Status, string? RequestId, string? RetryAfter, string? Warning, double? FirstMs, double TotalMs, int Tokens, int? PromptTokens, string? Reason, string? Error, bool Stopped)
{
    public double? TokensPerSecond => FirstMs is { } first && Tokens > 1 && TotalMs > first ? (Tokens - 1) / (TotalMs - first) * 1000 : null;
}
