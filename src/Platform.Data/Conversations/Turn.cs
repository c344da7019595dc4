using System.ComponentModel.DataAnnotations;

namespace Platform.Data.Conversations;

/// <summary>Names one turn; sortable by the time it was made.</summary>
public readonly record struct TurnId(Guid Value)
{
    public static TurnId New() => new(Guid.CreateVersion7());

    public override string ToString() => Value.ToString();
}

/// <summary>Who speaks in a turn.</summary>
public enum Speaker
{
    User = 0,
    Bot = 1,

    /// <summary>A person who answers from the console.</summary>
    Person = 2,

    /// <summary>The channel itself: members came or left, a message was edited.</summary>
    Channel = 3,
}

/// <summary>How far a turn has come. What was heard goes Accepted → Answered or Failed; what is said goes Pending → Sent or Undeliverable.</summary>
public enum TurnState
{
    /// <summary>Stored and acknowledged; its answer is still owed, also after a restart.</summary>
    Accepted = 0,
    Answered = 1,

    /// <summary>The scenario failed; the person was told so.</summary>
    Failed = 2,

    /// <summary>Stored; still to be handed to the channel, also after a restart.</summary>
    Pending = 3,
    Sent = 4,

    /// <summary>The channel refused it for good.</summary>
    Undeliverable = 5,
}

/// <summary>One thing said or done in a conversation.</summary>
public sealed class Turn
{
    public TurnId Id { get; init; } = TurnId.New();

    public required ConversationId ConversationId { get; init; }

    /// <summary>Place in the conversation, from 1, without a second turn at the same place.</summary>
    public required int Sequence { get; init; }

    public required Speaker Speaker { get; init; }

    /// <summary>Activity type: <c>message</c>, <c>event</c>, <c>conversationUpdate</c> …</summary>
    [MaxLength(64)]
    public required string Kind { get; init; }

    /// <summary>The channel's id of this activity; a second one of the same id is not taken.</summary>
    [MaxLength(400)]
    public string? ActivityId { get; set; }

    /// <summary>The place of the turn that this one answers.</summary>
    public int? InReplyTo { get; init; }

    public string? Text { get; set; }

    /// <summary>JSON: the whole activity of what was heard (unknown properties kept), the whole reply of what is said.</summary>
    public required string Content { get; set; }

    public required DateTimeOffset At { get; init; }

    public required TurnState State { get; set; }

    /// <summary>What the scenario decided in a bot turn: <c>answered</c>, <c>asked-back</c>, <c>declined</c>, <c>handed-over</c> …; null when it decides nothing.</summary>
    [MaxLength(32)]
    public string? Decision { get; init; }

    /// <summary>JSON: how a bot turn came about (candidates, scores, route, checks, time per stage).</summary>
    public string? Details { get; init; }

    /// <summary>The account of the person who said it from the console.</summary>
    public Guid? SaidBy { get; init; }
}
