namespace Platform.Testing;

/// <summary>The machine's clock, set forward and back by somebody; timers run on as they do then.</summary>
public sealed class JumpingClock : TimeProvider
{
    /// <summary>How far the clock is off.</summary>
    public TimeSpan Off { get; set; }

    public override DateTimeOffset GetUtcNow() => System.GetUtcNow() + Off;
}
