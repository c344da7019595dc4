using System.ComponentModel.DataAnnotations;

namespace Platform.Data.Operations;

/// <summary>Who did what to which thing. Holds ids and names of acts, never what a person said.</summary>
public sealed class AuditEntry
{
    public Guid Id { get; init; } = Guid.CreateVersion7();

    public required DateTimeOffset At { get; init; }

    /// <summary>The account that acted; null for the platform itself or a command.</summary>
    public Guid? AccountId { get; init; }

    /// <summary>The act, for example <c>review.verdict</c>, <c>knowledge.import</c>.</summary>
    [MaxLength(64)]
    public required string Act { get; init; }

    /// <summary>The id of the thing acted on.</summary>
    [MaxLength(128)]
    public string? Subject { get; init; }

    /// <summary>Figures and ids that say what changed, as JSON.</summary>
    public string? Figures { get; init; }
}
