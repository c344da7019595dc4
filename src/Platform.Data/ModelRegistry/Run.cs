using System.ComponentModel.DataAnnotations;

namespace Platform.Data.ModelRegistry;

/// <summary>How a run stands.</summary>
public enum RunState
{
    Waiting = 0,
    Running = 1,
    Done = 2,
    Failed = 3,
    Cancelled = 4,
}

/// <summary>Long work in a process of its own: training a candidate and measuring it.</summary>
public sealed class Run
{
    public Guid Id { get; init; } = Guid.CreateVersion7();

    /// <summary>Name of the model it makes.</summary>
    [MaxLength(ModelVersion.NameLength)]
    public required string Model { get; init; }

    public required Guid DatasetVersionId { get; init; }

    /// <summary>The version it starts from.</summary>
    public required Guid ParentId { get; init; }

    /// <summary>YAML: the training recipe, whole.</summary>
    public required string Recipe { get; init; }

    public required RunState State { get; set; }

    public required DateTimeOffset AskedAt { get; init; }

    public Guid? AskedBy { get; init; }

    public DateTimeOffset? EndedAt { get; set; }

    /// <summary>The worker that has it; it is anybody's again when the lease is over.</summary>
    [MaxLength(200)]
    [ConcurrencyCheck]
    public string? LeaseOwner { get; set; }

    public DateTimeOffset? LeaseUntil { get; set; }

    /// <summary>Steps done and in all, for lists; the whole log lies in the run's folder.</summary>
    public int Step { get; set; }

    public int Steps { get; set; }

    /// <summary>Why it failed, in words: Chinese, a record separator, English; of an older run one language alone.</summary>
    [MaxLength(2000)]
    public string? Failure { get; set; }

    /// <summary>The version it made.</summary>
    public Guid? VersionId { get; set; }
}
