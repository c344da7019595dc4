using System.ComponentModel.DataAnnotations;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Platform.Data.Datasets;

/// <summary>Dialogues that people accepted, as they stood at one moment. Never changed: what is learned later is a version of its own.</summary>
public sealed class DatasetVersion
{
    public const int NameLength = 100;

    public Guid Id { get; init; } = Guid.CreateVersion7();

    [MaxLength(NameLength)]
    public required string Name { get; init; }

    /// <summary>From 1 within its name.</summary>
    public required int Number { get; init; }

    /// <summary>JSON: by which rule rows were chosen.</summary>
    public required string Rule { get; init; }

    /// <summary>JSON: how many candidates each gate turned away, by reason.</summary>
    public required string Refused { get; init; }

    public required int TrainRows { get; init; }

    public required int DevRows { get; init; }

    /// <summary>SHA-256 over the hashes of all rows in their order, hexadecimal: the same rows have the same fingerprint.</summary>
    [MaxLength(64)]
    public required string Fingerprint { get; init; }

    public required DateTimeOffset BuiltAt { get; init; }

    /// <summary>Null for a command.</summary>
    public Guid? BuiltBy { get; init; }

    public List<DatasetRow> Rows { get; } = [];
}

/// <summary>One answer to learn, with what was said before it, and where it came from.</summary>
public sealed class DatasetRow
{
    public Guid Id { get; init; } = Guid.CreateVersion7();

    public required Guid DatasetVersionId { get; init; }

    /// <summary>Place in the version, from 0.</summary>
    public required int Place { get; init; }

    /// <summary>Held out: measured on, never learned from. Rows of one conversation stand on the same side.</summary>
    public required bool IsDev { get; init; }

    /// <summary>The conversation or practice session it came from; kept as a name also when that is erased.</summary>
    public required Guid ConversationId { get; init; }

    /// <summary>The bot turn that was judged; of a pair the trainee's better turn.</summary>
    public required Guid TurnId { get; init; }

    /// <summary>The review that accepted it; of a pair the pair itself.</summary>
    public required Guid ReviewId { get; init; }

    /// <summary>JSON: messages of role and content, personal data masked. The last one is learned.</summary>
    public required string Messages { get; init; }

    /// <summary>What was answered worse in place of the last message, personal data masked; null where nothing is compared.</summary>
    public string? Rejected { get; init; }

    /// <summary>SHA-256 of <see cref="Messages"/>, and of <see cref="Rejected"/> behind it where there is one, hexadecimal.</summary>
    [MaxLength(64)]
    public required string Hash { get; init; }
}

internal sealed class DatasetConfiguration : IEntityTypeConfiguration<DatasetVersion>, IEntityTypeConfiguration<DatasetRow>
{
    public void Configure(EntityTypeBuilder<DatasetVersion> version)
    {
        version.Property(v => v.Id).ValueGeneratedNever();
        version.HasIndex(v => new { v.Name, v.Number }).IsUnique();
        version.HasMany(v => v.Rows).WithOne().HasForeignKey(r => r.DatasetVersionId).OnDelete(DeleteBehavior.Cascade);
    }

    public void Configure(EntityTypeBuilder<DatasetRow> row)
    {
        row.Property(r => r.Id).ValueGeneratedNever();
        row.HasIndex(r => new { r.DatasetVersionId, r.Place }).IsUnique();
        row.HasIndex(r => r.ConversationId); // which datasets held a dialogue
    }
}
