using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Platform.Data.Accounts;

internal sealed class ApiKeyConfiguration : IEntityTypeConfiguration<ApiKey>, IEntityTypeConfiguration<KeyUsage>
{
    public void Configure(EntityTypeBuilder<ApiKey> key)
    {
        key.ToTable("ApiKeys");
        key.Property(k => k.Id).ValueGeneratedNever();
        key.HasIndex(k => k.Hash).IsUnique(); // a request finds its key
        key.HasIndex(k => k.OwnerId); // a developer lists their own
    }

    public void Configure(EntityTypeBuilder<KeyUsage> usage)
    {
        usage.ToTable("KeyUsage");
        usage.HasKey(u => new { u.KeyId, u.Model, u.Day });
        usage.HasOne<ApiKey>().WithMany().HasForeignKey(u => u.KeyId).OnDelete(DeleteBehavior.Cascade);
        usage.HasIndex(u => u.Day); // figures of the last days
    }
}
