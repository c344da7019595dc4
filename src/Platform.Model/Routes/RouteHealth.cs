namespace Platform.Model.Routes;

/// <summary>How a route does at this moment.</summary>
/// <param name="Source">Where its definition stands.</param>
/// <param name="Health">Null where nothing is asked over the network.</param>
public sealed record RouteState(string Skill, ModelRoute Route, RouteSource Source, RouteHealth? Health);

public enum RouteSource
{
    Configuration = 0,

    /// <summary>Set while the platform ran; it stands before the configuration's.</summary>
    Stored = 1,
}

/// <param name="Breaker">Open: the endpoint is left alone for a while.</param>
/// <param name="Running">Requests under way.</param>
/// <param name="LastFailure">Kind of the last failure, such as <c>503</c> or <c>HttpRequestException</c>.</param>
/// <param name="MeanAnswer">From request to the beginning of the answer, over the last ones.</param>
public sealed record RouteHealth(
    BreakerState Breaker, int Running, long Requests, long Failures, string? LastFailure, DateTimeOffset? LastFailureAt, DateTimeOffset? LastSuccessAt, TimeSpan MeanAnswer);

public enum BreakerState
{
    Closed = 0,

    /// <summary>One request is let through to see whether it works again.</summary>
    Trying = 1,
    Open = 2,
}
