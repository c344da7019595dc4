using System.ComponentModel.DataAnnotations;

namespace Platform.Data.Accounts;

/// <summary>A one-time code with which the owner of an account says in a channel who they are. Its hash only; the code itself is shown once.</summary>
public sealed class LinkCode
{
    public Guid Id { get; init; } = Guid.CreateVersion7();

    public required Guid AccountId { get; init; }

    /// <summary>SHA-256 of the code, as hexadecimal digits; the code has 50 random bits and works for some minutes, so it needs no salt.</summary>
    [MaxLength(64)]
    public required string Hash { get; init; }

    public required DateTimeOffset MadeAt { get; init; }

    /// <summary>When it was used, or replaced by a newer one. Fences two who say it at once.</summary>
    [ConcurrencyCheck]
    public DateTimeOffset? ClosedAt { get; set; }
}
