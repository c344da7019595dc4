using System.ComponentModel.DataAnnotations;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Platform.Data.Simulations;

/// <summary>What a piece of authored content is.</summary>
public enum ContentKind
{
    Resident = 0,
    Case = 1,
    HelpSeeker = 2,

    /// <summary>What sessions are judged by; in both languages at once.</summary>
    Rubric = 3,
}

public enum ContentState
{
    Draft = 0,

    /// <summary>Was passed on to practice. Whether it is the one in use now, <see cref="AuthoredContent.Released"/> says.</summary>
    Released = 1,
}

/// <summary>A resident, a case, a help-seeker or a rubric that trainers wrote here; the files that ship with the program are not among them.</summary>
public sealed class AuthoredContent
{
    public const int KeyLength = 100;
    public const int TitleLength = 200;

    public Guid Id { get; init; } = Guid.CreateVersion7();

    public required ContentKind Kind { get; init; }

    /// <summary>The id inside the text; what a session names its person or case by. Unique over all kinds.</summary>
    [MaxLength(KeyLength)]
    public required string Key { get; init; }

    /// <summary>Empty for a rubric, which is in both.</summary>
    [MaxLength(8)]
    public required string Lang { get; init; }

    /// <summary>Name of the person or title of the case, as in the newest version that could be read.</summary>
    [MaxLength(TitleLength)]
    public required string Title { get; set; }

    /// <summary>Number of the newest version. Fences two writers.</summary>
    [ConcurrencyCheck]
    public int Latest { get; set; }

    /// <summary>Number of the version that new sessions are played with; null when there is none.</summary>
    public int? Released { get; set; }

    /// <summary>Taken from the choices of practice; sessions that began with it go on.</summary>
    public DateTimeOffset? RetiredAt { get; set; }

    public required DateTimeOffset CreatedAt { get; init; }

    public List<AuthoredVersion> Versions { get; } = [];
}

/// <summary>The content as it was saved once. Its text never changes; a later text is another version.</summary>
public sealed class AuthoredVersion
{
    public const int NoteLength = 400;

    public Guid Id { get; init; } = Guid.CreateVersion7();

    public required Guid ContentId { get; init; }

    /// <summary>From 1.</summary>
    public required int Number { get; init; }

    /// <summary>The JSON as its author wrote it; it may be broken while it is a draft.</summary>
    public required string Text { get; init; }

    /// <summary>What its author says of the change.</summary>
    [MaxLength(NoteLength)]
    public string? Note { get; init; }

    public required Guid AuthorId { get; init; }

    public required DateTimeOffset At { get; init; }

    public ContentState State { get; set; }

    public DateTimeOffset? ReleasedAt { get; set; }

    /// <summary>JSON: what came of playing it with its scripted trainees; null when it was not tested.</summary>
    public string? Sheet { get; set; }

    /// <summary>Whether the sheet is green; null when it was not tested.</summary>
    public bool? Accepted { get; set; }
}

internal sealed class AuthoredContentConfiguration : IEntityTypeConfiguration<AuthoredContent>, IEntityTypeConfiguration<AuthoredVersion>
{
    public void Configure(EntityTypeBuilder<AuthoredContent> content)
    {
        content.Property(c => c.Id).ValueGeneratedNever();
        content.HasMany(c => c.Versions).WithOne().HasForeignKey(v => v.ContentId).OnDelete(DeleteBehavior.Cascade);
        content.HasIndex(c => c.Key).IsUnique(); // sessions name it by its key alone
    }

    public void Configure(EntityTypeBuilder<AuthoredVersion> version)
    {
        version.Property(v => v.Id).ValueGeneratedNever();
        version.Property(v => v.Text).Metadata.SetAfterSaveBehavior(PropertySaveBehavior.Throw);
        version.HasIndex(v => new { v.ContentId, v.Number }).IsUnique();
    }
}
