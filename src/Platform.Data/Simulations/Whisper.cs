using System.ComponentModel.DataAnnotations;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Platform.Data.Simulations;

/// <summary>What a trainer who watches says to the trainee; the character does not hear it.</summary>
public sealed class Whisper
{
    public const int TextLength = 500;

    public Guid Id { get; init; } = Guid.CreateVersion7();

    public required Guid SessionId { get; init; }

    public required Guid TrainerId { get; init; }

    [MaxLength(TextLength)]
    public required string Text { get; init; }

    public required DateTimeOffset At { get; init; }
}

internal sealed class WhisperConfiguration : IEntityTypeConfiguration<Whisper>
{
    public void Configure(EntityTypeBuilder<Whisper> whisper)
    {
        whisper.Property(w => w.Id).ValueGeneratedNever();
        whisper.HasOne<PracticeSession>().WithMany().HasForeignKey(w => w.SessionId).OnDelete(DeleteBehavior.Cascade);
        whisper.HasIndex(w => new { w.SessionId, w.At });
    }
}
