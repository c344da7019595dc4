using System.Diagnostics;
using Orleans.Runtime;

namespace Platform.Scenarios.Conversations;

/// <summary>Carries the current span from a caller into the grain, which may run on another node.</summary>
internal static class CarriedTrace
{
    private const string Name = "traceparent";

    public static void Send()
    {
        if (Activity.Current?.Id is { } span)
            RequestContext.Set(Name, span);
    }

    /// <returns>The caller's span; the default when it had none.</returns>
    public static ActivityContext Received() =>
        RequestContext.Get(Name) is string span && ActivityContext.TryParse(span, traceState: null, out var context) ? context : default;
}
