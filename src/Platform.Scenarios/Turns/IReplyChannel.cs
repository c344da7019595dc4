namespace Platform.Scenarios.Turns;

/// <summary>A channel that must be called to deliver. Channels whose clients fetch or watch the conversation need none.</summary>
public interface IReplyChannel
{
    bool Serves(string channel);

    /// <summary>Hands over one reply; retries what is worth retrying. Called one at a time and in order for a conversation.</summary>
    Task<Delivery> SendAsync(OutgoingReply reply, CancellationToken cancellationToken);

    /// <summary>Shows that a reply is on its way. Returns at once; may drop what the channel has no place or time for.</summary>
    void Show(OutgoingProgress progress);
}

/// <param name="Reference">What the channel's adapter wrote when it last heard something, see <see cref="Heard.Reference"/>.</param>
/// <param name="Key">The turn's own id, the same whenever this reply is handed over again.</param>
/// <param name="InReplyTo">The channel's id of what is answered.</param>
public sealed record OutgoingReply(string ChannelConversationId, string? Reference, Guid Key, string? InReplyTo, Reply Reply)
{
    /// <summary>What came of the attempt before this one; null at the first.</summary>
    public Delivery.Later? Before { get; init; }
}

/// <param name="InReplyTo">The channel's id of what is being answered; groups the steps of one turn.</param>
public sealed record OutgoingProgress(string ChannelConversationId, string? Reference, string? InReplyTo, ReplyEvent Step);

/// <summary>What came of handing a reply to a channel.</summary>
public abstract record Delivery
{
    /// <param name="ActivityId">The id that the channel gave it, if it did.</param>
    public sealed record Done(string? ActivityId) : Delivery;

    /// <summary>The channel is busy or away, also after the retries; at another time it may take it.</summary>
    /// <param name="PartsGiven">How many parts of it were handed over all the same; the next attempt begins after them.</param>
    /// <param name="ActivityId">The id that the channel gave to those, if it did.</param>
    public sealed record Later(string Reason, int PartsGiven, string? ActivityId) : Delivery;

    /// <summary>The channel refused it for good.</summary>
    public sealed record Refused(string Reason) : Delivery;
}
