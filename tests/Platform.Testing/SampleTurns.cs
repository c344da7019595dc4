using Platform.Data.Conversations;

namespace Platform.Testing;

/// <summary>Conversations and turns for tests that need some.</summary>
public static class SampleTurns
{
    public static Conversation Conversation(string name = "c1", string channel = "test", DateTimeOffset? at = null) => new()
    {
        Channel = channel,
        ChannelConversationId = name,
        Scenario = "channel-check",
        StartedAt = at ?? DateTimeOffset.UnixEpoch,
        LastTurnAt = at ?? DateTimeOffset.UnixEpoch,
    };

    public static Turn Turn(Conversation conversation, int sequence, string? activityId = null, DateTimeOffset? at = null, string text = "hello") => new()
    {
        ConversationId = conversation.Id,
        Sequence = sequence,
        Speaker = Speaker.User,
        Kind = "message",
        ActivityId = activityId,
        Text = text,
        Content = "{}",
        At = at ?? DateTimeOffset.UnixEpoch,
        State = TurnState.Accepted,
    };
}
