using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Platform.Data.Conversations;

namespace Platform.Data.Reviews;

internal sealed class ReviewConfiguration : IEntityTypeConfiguration<Review>, IEntityTypeConfiguration<SavedView>
{
    public void Configure(EntityTypeBuilder<Review> review)
    {
        review.Property(r => r.Id).ValueGeneratedNever();
        review.Property(r => r.ConversationId).HasConversion(id => id.Value, value => new ConversationId(value));
        review.Property(r => r.TurnId).HasConversion(id => id!.Value.Value, value => new TurnId(value));
        review.HasOne<Conversation>().WithMany().HasForeignKey(r => r.ConversationId).OnDelete(DeleteBehavior.Cascade); // also its index: the acts on a conversation
        review.HasIndex(r => new { r.ReviewerId, r.At }); // undo takes a reviewer's latest
    }

    public void Configure(EntityTypeBuilder<SavedView> view)
    {
        view.Property(v => v.Id).ValueGeneratedNever();
        view.HasIndex(v => new { v.AccountId, v.Name }).IsUnique();
    }
}
