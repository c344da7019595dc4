using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Platform.Data.Simulations;

/// <summary>Which acts a person found in an utterance of a trainee. The turn keeps its words and what the recogniser saw; here are codes and places, no words.</summary>
public sealed class ActCorrection
{
    public Guid Id { get; init; } = Guid.CreateVersion7();

    public required Guid TurnId { get; init; }

    /// <summary>JSON: each act with the place of its evidence in the utterance.</summary>
    public required string Acts { get; set; }

    public required DateTimeOffset CorrectedAt { get; set; }

    public required Guid CorrectedBy { get; set; }
}

internal sealed class ActCorrectionConfiguration : IEntityTypeConfiguration<ActCorrection>
{
    public void Configure(EntityTypeBuilder<ActCorrection> correction)
    {
        correction.Property(c => c.Id).ValueGeneratedNever();
        correction.HasOne<PracticeTurn>().WithMany().HasForeignKey(c => c.TurnId).OnDelete(DeleteBehavior.Cascade);
        correction.HasIndex(c => c.TurnId).IsUnique(); // one reading of an utterance stands
    }
}
