using MediatR;
using Platform.Data.Conversations;

namespace Platform.Scenarios.Conversations;

/// <summary>A person removed a message: whoever keeps a copy of what it said removes it, too.</summary>
/// <param name="MessageId">The channel's id of the message.</param>
public sealed record MessageErased(ConversationId Conversation, string MessageId) : INotification
{
    /// <summary>What it said, first and after each edit, for whoever keeps words without the message's id. They go no further.</summary>
    public IReadOnlyList<string> Words { get; init; } = [];
}
