using System.ComponentModel.DataAnnotations;

namespace Platform.Data.Accounts;

/// <summary>A person of a channel who showed to be the owner of an account. What they practise there is the account's.</summary>
public sealed class ChannelLink
{
    public Guid Id { get; init; } = Guid.CreateVersion7();

    public required Guid AccountId { get; init; }

    /// <summary>The channel's own name, for example <c>directline</c> or <c>msteams</c>.</summary>
    [MaxLength(64)]
    public required string Channel { get; init; }

    /// <summary>SHA-256 of who it is in the channel, as hexadecimal digits: ids of channels are long, and some differ in case only.</summary>
    [MaxLength(64)]
    public required string Person { get; init; }

    public required DateTimeOffset LinkedAt { get; init; }
}
