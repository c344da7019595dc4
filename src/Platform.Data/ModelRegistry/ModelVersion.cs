using System.ComponentModel.DataAnnotations;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Platform.Data.ModelRegistry;

/// <summary>How far a version has come.</summary>
public enum ModelVersionState
{
    /// <summary>Made; not measured yet.</summary>
    Candidate = 0,

    /// <summary>At least as good as the version it was measured against.</summary>
    Passed = 1,

    /// <summary>Worse than the version it was measured against.</summary>
    Failed = 2,

    /// <summary>Answers for its skill.</summary>
    InService = 3,

    /// <summary>Answered once; another took its place.</summary>
    Retired = 4,
}

/// <summary>A checkpoint under a name and a number, with all that is needed to trust it: where it came from, and what must not change.</summary>
public sealed class ModelVersion
{
    public const int NameLength = 100;

    public Guid Id { get; init; } = Guid.CreateVersion7();

    /// <summary>Of the model; the name under which it is served.</summary>
    [MaxLength(NameLength)]
    public required string Name { get; init; }

    /// <summary>From 1 within its name.</summary>
    public required int Number { get; init; }

    /// <summary>Checkpoint folder; relative to the data folder where it lies in it.</summary>
    [MaxLength(1000)]
    public required string Folder { get; init; }

    /// <summary>The version it was trained on from; null for one that was brought in.</summary>
    public Guid? ParentId { get; init; }

    public Guid? DatasetVersionId { get; init; }

    public Guid? RunId { get; init; }

    /// <summary>SHA-256 of the weights' files in the order of their names, hexadecimal; likewise those below of theirs.</summary>
    [MaxLength(64)]
    public required string WeightsHash { get; init; }

    [MaxLength(64)]
    public required string TokenizerHash { get; init; }

    [MaxLength(64)]
    public required string TemplateHash { get; init; }

    /// <summary>JSON: conversations and the tokens the model must read them as.</summary>
    public required string GoldenPrompts { get; init; }

    public required ModelVersionState State { get; set; }

    /// <summary>JSON: the last evaluation, against which version and with which figures.</summary>
    public string? Evaluation { get; set; }

    public required DateTimeOffset MadeAt { get; init; }

    /// <summary>Null for a command.</summary>
    public Guid? MadeBy { get; init; }
}

/// <summary>A version took a skill, or gave it back.</summary>
public sealed class Promotion
{
    public Guid Id { get; init; } = Guid.CreateVersion7();

    [MaxLength(100)]
    public required string Skill { get; init; }

    public required Guid VersionId { get; init; }

    /// <summary>The version that answered before; null when it was the first.</summary>
    public Guid? ReplacedId { get; init; }

    /// <summary>JSON: the route of the skill before, to go back to; null when it had none of its own.</summary>
    public string? ReplacedRoute { get; init; }

    /// <summary>JSON: the evaluation it rests on.</summary>
    public string? Evidence { get; init; }

    /// <summary>Why it was promoted without a passed evaluation, or rolled back.</summary>
    [MaxLength(1000)]
    public string? Reason { get; init; }

    public required DateTimeOffset At { get; init; }

    public Guid? By { get; init; }

    /// <summary>Set when it was rolled back.</summary>
    public DateTimeOffset? UndoneAt { get; set; }
}

internal sealed class ModelRegistryConfiguration : IEntityTypeConfiguration<ModelVersion>, IEntityTypeConfiguration<Promotion>, IEntityTypeConfiguration<Run>
{
    public void Configure(EntityTypeBuilder<ModelVersion> version)
    {
        version.Property(v => v.Id).ValueGeneratedNever();
        version.HasIndex(v => new { v.Name, v.Number }).IsUnique();
        version.HasIndex(v => v.DatasetVersionId); // which models a dataset taught
    }

    public void Configure(EntityTypeBuilder<Promotion> promotion)
    {
        promotion.Property(p => p.Id).ValueGeneratedNever();
        promotion.HasIndex(p => new { p.Skill, p.At }); // who answers for a skill
    }

    public void Configure(EntityTypeBuilder<Run> run)
    {
        run.Property(r => r.Id).ValueGeneratedNever();
        run.HasIndex(r => r.State); // a worker looks for what waits or was left
    }
}
