using System.ComponentModel.DataAnnotations;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Platform.Data.Simulations;

/// <summary>Trainees whom one trainer teaches together.</summary>
public sealed class PracticeCohort
{
    public const int NameLength = 100;

    public Guid Id { get; init; } = Guid.CreateVersion7();

    [MaxLength(NameLength)]
    public required string Name { get; set; }

    public required Guid TrainerId { get; init; }

    public List<CohortMember> Members { get; } = [];
}

public sealed class CohortMember
{
    public required Guid CohortId { get; init; }

    public required Guid TraineeId { get; init; }
}

/// <summary>A scene that a trainer gave to a trainee, with the day by which it is to be practised. Done when a session of it was scored.</summary>
public sealed class PracticeAssignment
{
    public const int NoteLength = 1000;

    public Guid Id { get; init; } = Guid.CreateVersion7();

    public required Guid TrainerId { get; init; }

    public required Guid TraineeId { get; init; }

    [MaxLength(32)]
    public required string Family { get; init; }

    [MaxLength(100)]
    public required string Persona { get; init; }

    [MaxLength(100)]
    public string? Case { get; init; }

    [MaxLength(16)]
    public required string Difficulty { get; init; }

    public bool Crisis { get; init; }

    /// <summary>Id of the rubric that it is judged by; null for the one that ships.</summary>
    [MaxLength(100)]
    public string? Rubric { get; init; }

    public DateTimeOffset? DueAt { get; init; }

    /// <summary>What the trainer says to it.</summary>
    [MaxLength(NoteLength)]
    public string? Note { get; init; }

    public required DateTimeOffset GivenAt { get; init; }

    public DateTimeOffset? WithdrawnAt { get; set; }
}

internal sealed class AssignmentConfiguration : IEntityTypeConfiguration<PracticeCohort>, IEntityTypeConfiguration<CohortMember>, IEntityTypeConfiguration<PracticeAssignment>
{
    public void Configure(EntityTypeBuilder<PracticeCohort> cohort)
    {
        cohort.Property(c => c.Id).ValueGeneratedNever();
        cohort.HasMany(c => c.Members).WithOne().HasForeignKey(m => m.CohortId).OnDelete(DeleteBehavior.Cascade);
        cohort.HasIndex(c => new { c.TrainerId, c.Name }).IsUnique();
    }

    public void Configure(EntityTypeBuilder<CohortMember> member)
    {
        member.HasKey(m => new { m.CohortId, m.TraineeId });
        member.HasIndex(m => m.TraineeId); // who teaches a trainee
    }

    public void Configure(EntityTypeBuilder<PracticeAssignment> assignment)
    {
        assignment.Property(a => a.Id).ValueGeneratedNever();
        assignment.HasIndex(a => new { a.TraineeId, a.GivenAt }); // what a trainee has to do
        assignment.HasIndex(a => a.TrainerId);
    }
}
