using System.ComponentModel.DataAnnotations;

namespace Platform.Data.Conversations;

/// <summary>Names one conversation; sortable by the time it began.</summary>
public readonly record struct ConversationId(Guid Value)
{
    public static ConversationId New() => new(Guid.CreateVersion7());

    public override string ToString() => Value.ToString();
}

/// <summary>Who answers in a conversation.</summary>
public enum Handling
{
    /// <summary>The bot answers.</summary>
    Bot = 0,

    /// <summary>A person was asked for and has not come yet; the bot is silent.</summary>
    Waiting = 1,

    /// <summary>A person answers from the console; the bot is silent.</summary>
    Person = 2,
}

/// <summary>How the last session of a conversation stands, if nothing more is said.</summary>
public enum SessionOutcome
{
    Unengaged = 0,
    ResolvedConfirmed = 1,
    ResolvedImplied = 2,
    Escalated = 3,
    Abandoned = 4,
}

/// <summary>A dialogue between one channel conversation and one scenario. Its turns are the truth; the grain only caches them.</summary>
public sealed class Conversation
{
    public ConversationId Id { get; init; } = ConversationId.New();

    /// <summary>The channel's own name, for example <c>directline</c> or <c>msteams</c>.</summary>
    [MaxLength(64)]
    public required string Channel { get; init; }

    /// <summary>The conversation's name in its channel; unique together with <see cref="Channel"/>.</summary>
    [MaxLength(400)]
    public required string ChannelConversationId { get; init; }

    [MaxLength(64)]
    public required string Scenario { get; init; }

    /// <summary>BCP 47 language of the person, as the channel last said it; null when it never did.</summary>
    [MaxLength(35)]
    public string? Locale { get; set; }

    /// <summary>The person's id in the channel.</summary>
    [MaxLength(400)]
    public string? UserId { get; set; }

    /// <summary>What the channel needs to be written to later (service URL, bot, user, tenant), as its adapter wrote it.</summary>
    public string? Reference { get; set; }

    public required DateTimeOffset StartedAt { get; init; }

    public DateTimeOffset LastTurnAt { get; set; }

    public DateTimeOffset? EndedAt { get; set; }

    public Handling Handling { get; set; }

    /// <summary>The account of the person who took over.</summary>
    public Guid? HandledBy { get; set; }

    public DateTimeOffset? HandoverAskedAt { get; set; }

    public SessionOutcome Outcome { get; set; }

    /// <summary>Follows from what reviewers did since the last session began.</summary>
    public ReviewState ReviewState { get; set; }

    public List<Turn> Turns { get; } = [];

    /// <summary>The columns as they stand now, without the turns: what a writer may keep while this object moves on.</summary>
    public Conversation Snapshot() => new()
    {
        Id = Id,
        Channel = Channel,
        ChannelConversationId = ChannelConversationId,
        Scenario = Scenario,
        StartedAt = StartedAt,
        Locale = Locale,
        UserId = UserId,
        Reference = Reference,
        LastTurnAt = LastTurnAt,
        EndedAt = EndedAt,
        Handling = Handling,
        HandledBy = HandledBy,
        HandoverAskedAt = HandoverAskedAt,
        Outcome = Outcome,
    };
}
