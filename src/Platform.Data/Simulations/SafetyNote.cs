using System.ComponentModel.DataAnnotations;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Platform.Data.Simulations;

/// <summary>What a person found who looked at a sign of crisis.</summary>
public enum SafetyFinding
{
    Open = 0,

    /// <summary>Somebody spoke with the person.</summary>
    Attended = 1,

    FalseAlarm = 2,
}

/// <summary>Somebody wrote something that sounds like a danger to their own life. A person looks at every one.</summary>
public sealed class SafetyNote
{
    public const int TextLength = 2000;

    public Guid Id { get; init; } = Guid.CreateVersion7();

    /// <summary>The practice in which it was written; null in a free conversation.</summary>
    public Guid? SessionId { get; init; }

    /// <summary>The conversation in a channel; null in the console.</summary>
    public Guid? ConversationId { get; init; }

    public Guid? AccountId { get; init; }

    /// <summary>The person's id in a channel, with the channel's name before it.</summary>
    [MaxLength(400)]
    public string? ChannelUser { get; init; }

    /// <summary>What was written: whoever looks must be able to read it.</summary>
    [MaxLength(TextLength)]
    public required string Text { get; init; }

    /// <summary>A plan, preparation or attempt.</summary>
    public bool Acute { get; init; }

    public required DateTimeOffset At { get; init; }

    public SafetyFinding Finding { get; set; }

    [MaxLength(TextLength)]
    public string? Remark { get; set; }

    public Guid? SeenBy { get; set; }

    public DateTimeOffset? SeenAt { get; set; }
}

internal sealed class SafetyNoteConfiguration : IEntityTypeConfiguration<SafetyNote>
{
    public void Configure(EntityTypeBuilder<SafetyNote> note)
    {
        note.Property(n => n.Id).ValueGeneratedNever();
        note.HasIndex(n => new { n.Finding, n.At }); // open ones first
    }
}
