using System.ComponentModel.DataAnnotations;

namespace Platform.Scenarios.Improvement;

/// <summary>Section <c>Improvement</c>.</summary>
public sealed class ImprovementOptions
{
    /// <summary>Whether this server trains what is asked for; others only serve.</summary>
    public bool Work { get; set; } = true;

    /// <summary>Processor threads of a run; 0: half of them, one at least, so that bots go on answering.</summary>
    [Range(0, 1024)]
    public int Threads { get; set; }

    /// <summary>How long a worker may be silent before another takes its run over.</summary>
    [Range(typeof(TimeSpan), "00:00:05", "01:00:00")]
    public TimeSpan Lease { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>A candidate passes when its held-out loss (nats per token) is at most this much above that of the version it is measured against.</summary>
    [Range(0, 1)]
    public double Margin { get; set; }

    /// <summary>The platform's own program, which runs train in; found by itself where empty.</summary>
    public string Program { get; set; } = "";
}
