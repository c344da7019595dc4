using System.ComponentModel.DataAnnotations;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Platform.Data.Simulations;

/// <summary>How a check stands between the program, the trainee and the trainer.</summary>
public enum MarkState
{
    /// <summary>A trainee says that the program is wrong; nobody has looked yet.</summary>
    Contested = 0,

    /// <summary>A person came to the program's result.</summary>
    Confirmed = 1,

    /// <summary>A person came to the other result, and it counts.</summary>
    Changed = 2,

    /// <summary>A contest is closed without deciding the check: both sides have spoken.</summary>
    Settled = 3,
}

/// <summary>One check of a scored session that a person disputed or judged. Agreement of program and people is measured over these.</summary>
public sealed class CheckMark
{
    public const int CommentLength = 1000;

    public Guid Id { get; init; } = Guid.CreateVersion7();

    public required Guid SessionId { get; init; }

    /// <summary>The last turn of the branch that was scored; another branch has results of its own.</summary>
    public Guid? HeadId { get; init; }

    [MaxLength(100)]
    public required string Criterion { get; init; }

    [MaxLength(100)]
    public required string Check { get; init; }

    /// <summary>What the program decided.</summary>
    public required bool MachineMet { get; init; }

    /// <summary>The rubric that asked; null in a mark from before this was kept.</summary>
    [MaxLength(100)]
    public string? Rubric { get; init; }

    public int? RubricVersion { get; init; }

    /// <summary>The version of the recogniser that decided; null when the session was heard by several, or it was not kept.</summary>
    [MaxLength(64)]
    public string? Recogniser { get; init; }

    public MarkState State { get; set; }

    /// <summary>Why the trainee disputes it; null when a trainer judged it unasked.</summary>
    [MaxLength(CommentLength)]
    public string? TraineeComment { get; init; }

    [MaxLength(CommentLength)]
    public string? TrainerComment { get; set; }

    /// <summary>What a person decided; null while nobody has.</summary>
    public bool? PersonMet { get; set; }

    public required DateTimeOffset At { get; init; }

    public DateTimeOffset? DecidedAt { get; set; }

    public Guid? DecidedBy { get; set; }
}

internal sealed class CheckMarkConfiguration : IEntityTypeConfiguration<CheckMark>
{
    public void Configure(EntityTypeBuilder<CheckMark> mark)
    {
        mark.Property(m => m.Id).ValueGeneratedNever();
        mark.HasOne<PracticeSession>().WithMany().HasForeignKey(m => m.SessionId).OnDelete(DeleteBehavior.Cascade);
        mark.HasIndex(m => new { m.SessionId, m.Check, m.HeadId }).IsUnique();
        mark.HasIndex(m => new { m.State, m.At }); // the queue, oldest first
        mark.HasIndex(m => m.Criterion); // agreement by criterion
    }
}
