using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Platform.Data.Accounts;

internal sealed class ChannelLinkConfiguration : IEntityTypeConfiguration<ChannelLink>, IEntityTypeConfiguration<LinkCode>
{
    public void Configure(EntityTypeBuilder<ChannelLink> link)
    {
        link.Property(l => l.Id).ValueGeneratedNever();
        link.HasOne<Account>().WithMany().HasForeignKey(l => l.AccountId).OnDelete(DeleteBehavior.Cascade);
        link.HasIndex(l => l.Person).IsUnique(); // a message finds the account; nobody is two
    }

    public void Configure(EntityTypeBuilder<LinkCode> code)
    {
        code.Property(c => c.Id).ValueGeneratedNever();
        code.HasOne<Account>().WithMany().HasForeignKey(c => c.AccountId).OnDelete(DeleteBehavior.Cascade);
        code.HasIndex(c => c.Hash).IsUnique(); // what was said finds its code
    }
}
