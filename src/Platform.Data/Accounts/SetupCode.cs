using System.ComponentModel.DataAnnotations;

namespace Platform.Data.Accounts;

/// <summary>A one-time code with which the first admin is made. Its hash only; the code itself is told to whoever started the platform.</summary>
public sealed class SetupCode
{
    public Guid Id { get; init; } = Guid.CreateVersion7();

    /// <summary>SHA-256 of the code, as hexadecimal digits; the code has 100 random bits, so it needs no salt.</summary>
    [MaxLength(64)]
    public required string Hash { get; init; }

    public required DateTimeOffset MadeAt { get; init; }

    public DateTimeOffset? UsedAt { get; set; }
}
