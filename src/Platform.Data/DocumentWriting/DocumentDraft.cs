using System.ComponentModel.DataAnnotations;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Platform.Data.Accounts;

namespace Platform.Data.DocumentWriting;

/// <summary>A document that somebody is writing on the writing page: brief, material, outline and text. It is its owner's alone and goes with the account.</summary>
public sealed class DocumentDraft
{
    public Guid Id { get; init; } = Guid.CreateVersion7();

    public required Guid OwnerId { get; init; }

    /// <summary>Id of the kind of document.</summary>
    [MaxLength(32)]
    public required string Genre { get; init; }

    /// <summary>As it stands in lists; empty until the matter is known.</summary>
    [MaxLength(200)]
    public required string Title { get; set; }

    /// <summary>JSON: all that was given and written.</summary>
    public required string Content { get; set; }

    public required DateTimeOffset StartedAt { get; init; }

    public required DateTimeOffset ChangedAt { get; set; }

    /// <summary>Rises with each change. Fences two writers: two windows, or a person and a model at work.</summary>
    [ConcurrencyCheck]
    public int Revision { get; set; }
}

internal sealed class DocumentDraftConfiguration : IEntityTypeConfiguration<DocumentDraft>
{
    public void Configure(EntityTypeBuilder<DocumentDraft> draft)
    {
        draft.Property(d => d.Id).ValueGeneratedNever();
        draft.HasOne<Account>().WithMany().HasForeignKey(d => d.OwnerId).OnDelete(DeleteBehavior.Cascade);
        draft.HasIndex(d => new { d.OwnerId, d.ChangedAt }); // a person's own, newest first
    }
}
