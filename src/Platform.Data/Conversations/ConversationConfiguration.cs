using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Platform.Data.Conversations;

internal sealed class ConversationConfiguration :
    IEntityTypeConfiguration<Conversation>, IEntityTypeConfiguration<Turn>, IEntityTypeConfiguration<Feedback>
{
    public void Configure(EntityTypeBuilder<Conversation> conversation)
    {
        conversation.Property(c => c.Id).HasConversion(id => id.Value, value => new ConversationId(value)).ValueGeneratedNever();
        conversation.HasMany(c => c.Turns).WithOne().HasForeignKey(t => t.ConversationId).OnDelete(DeleteBehavior.Cascade);
        conversation.HasIndex(c => new { c.Channel, c.ChannelConversationId }).IsUnique(); // a channel's message finds its conversation
        conversation.HasIndex(c => c.LastTurnAt); // the console lists the newest first
        conversation.HasIndex(c => new { c.ReviewState, c.LastTurnAt }); // … and what is still to be reviewed
        conversation.HasIndex(c => new { c.Handling, c.LastTurnAt }); // … and who waits for a person
    }

    public void Configure(EntityTypeBuilder<Turn> turn)
    {
        turn.Property(t => t.Id).HasConversion(id => id.Value, value => new TurnId(value)).ValueGeneratedNever();
        turn.Property(t => t.ConversationId).HasConversion(id => id.Value, value => new ConversationId(value));
        turn.HasIndex(t => new { t.ConversationId, t.Sequence }).IsUnique(); // fences a second owner of the conversation
        turn.HasIndex(t => new { t.ConversationId, t.ActivityId }).IsUnique(); // an activity is taken once
        turn.HasIndex(t => new { t.ConversationId, t.Decision }).HasFilter("\"Decision\" IS NOT NULL"); // the console filters by what was decided
        turn.HasIndex(t => t.State).HasFilter("\"State\" IN (0, 3)"); // a restart asks what is still owed
    }

    public void Configure(EntityTypeBuilder<Feedback> feedback)
    {
        feedback.Property(f => f.Id).ValueGeneratedNever();
        feedback.Property(f => f.ConversationId).HasConversion(id => id.Value, value => new ConversationId(value));
        feedback.Property(f => f.TurnId).HasConversion(id => id.Value, value => new TurnId(value));
        feedback.HasOne<Conversation>().WithMany().HasForeignKey(f => f.ConversationId).OnDelete(DeleteBehavior.Cascade);
        feedback.HasIndex(f => f.TurnId).IsUnique();
    }
}
