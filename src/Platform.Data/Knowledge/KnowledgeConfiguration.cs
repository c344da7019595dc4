using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Platform.Data.Knowledge;

internal sealed class KnowledgeConfiguration :
    IEntityTypeConfiguration<KnowledgeEntry>, IEntityTypeConfiguration<KnowledgeEntryVersion>,
    IEntityTypeConfiguration<KnowledgeDocument>, IEntityTypeConfiguration<Passage>, IEntityTypeConfiguration<KnowledgeRevision>
{
    public void Configure(EntityTypeBuilder<KnowledgeEntry> entry)
    {
        entry.ToTable("KnowledgeEntries");
        entry.Property(e => e.Id).ValueGeneratedNever();
        entry.Property(e => e.Version).IsConcurrencyToken();
        entry.HasIndex(e => new { e.ExternalId, e.Language }).IsUnique(); // an import finds the entry it speaks of
        entry.HasIndex(e => e.UpdatedAt); // the console lists the newest first
    }

    public void Configure(EntityTypeBuilder<KnowledgeEntryVersion> version)
    {
        version.ToTable("KnowledgeEntryVersions");
        version.Property(v => v.Id).ValueGeneratedNever();
        version.HasOne<KnowledgeEntry>().WithMany().HasForeignKey(v => v.EntryId).OnDelete(DeleteBehavior.Cascade);
        version.HasIndex(v => new { v.EntryId, v.Number }).IsUnique(); // the history of one entry, in order
    }

    public void Configure(EntityTypeBuilder<KnowledgeDocument> document)
    {
        document.ToTable("KnowledgeDocuments");
        document.Property(d => d.Id).ValueGeneratedNever();
        document.Property(d => d.Version).IsConcurrencyToken();
        document.HasMany(d => d.Passages).WithOne().HasForeignKey(p => p.DocumentId).OnDelete(DeleteBehavior.Cascade);
        document.HasIndex(d => new { d.Name, d.Language }).IsUnique(); // an import finds the document it speaks of
    }

    public void Configure(EntityTypeBuilder<Passage> passage)
    {
        passage.ToTable("Passages");
        passage.Property(p => p.Id).ValueGeneratedNever();
        passage.HasIndex(p => new { p.DocumentId, p.Ordinal }); // a document is read in order
    }

    public void Configure(EntityTypeBuilder<KnowledgeRevision> revision)
    {
        revision.ToTable("KnowledgeRevisions");
        revision.Property(r => r.Id).ValueGeneratedNever();
        revision.Property(r => r.Number).IsConcurrencyToken();
        revision.HasData(new KnowledgeRevision { Number = 1 });
    }
}
