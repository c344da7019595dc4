using System.Diagnostics;

namespace Platform.Scenarios.Pipeline;

/// <summary>The spans of the platform's own work. A turn hangs under what was heard: channel in → turn → retrieve, compose → channel out.</summary>
public static class Traces
{
    public const string SourceName = "Platform";

    /// <summary>Something was heard, until it is stored.</summary>
    public const string ChannelIn = "channel in";

    /// <summary>One answer, from its turn in the queue until it is stored.</summary>
    public const string Turn = "turn";

    /// <summary>Finding what the answer can rest on.</summary>
    public const string Retrieve = "retrieve";

    /// <summary>The scenario's work.</summary>
    public const string Compose = "compose";

    /// <summary>Handing one reply to its channel.</summary>
    public const string ChannelOut = "channel out";

    public static ActivitySource Source { get; } = new(SourceName);
}
