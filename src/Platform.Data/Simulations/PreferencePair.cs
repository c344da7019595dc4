using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Platform.Data.Simulations;

public enum PairState
{
    Pending = 0,
    Accepted = 1,
    Declined = 2,
}

/// <summary>Two utterances at the same point of a session, of which one led to the better score. Learnt from only after a person agreed.</summary>
public sealed class PreferencePair
{
    public Guid Id { get; init; } = Guid.CreateVersion7();

    public required Guid SessionId { get; init; }

    /// <summary>The turn before both; null at the beginning.</summary>
    public Guid? ParentId { get; init; }

    public required Guid BetterId { get; init; }

    public required Guid WorseId { get; init; }

    /// <summary>Score of the branch of each, from 0 to 100.</summary>
    public required int BetterScore { get; init; }

    public required int WorseScore { get; init; }

    public PairState State { get; set; }

    public required DateTimeOffset At { get; init; }

    public Guid? DecidedBy { get; set; }
}

internal sealed class PreferencePairConfiguration : IEntityTypeConfiguration<PreferencePair>
{
    public void Configure(EntityTypeBuilder<PreferencePair> pair)
    {
        pair.Property(p => p.Id).ValueGeneratedNever();
        pair.HasOne<PracticeSession>().WithMany().HasForeignKey(p => p.SessionId).OnDelete(DeleteBehavior.Cascade);
        pair.HasIndex(p => new { p.SessionId, p.BetterId, p.WorseId }).IsUnique();
        pair.HasIndex(p => new { p.State, p.At }); // pending ones, oldest first
    }
}
