using System.ComponentModel.DataAnnotations;
using Platform.Data.Conversations;

namespace Platform.Data.Reviews;

/// <summary>What a reviewer says of an answer.</summary>
public enum Verdict
{
    Good = 0,
    Wrong = 1,

    /// <summary>Wrong or poor, and the reviewer wrote what should have been said.</summary>
    Corrected = 2,

    /// <summary>Not to be learnt from, for a reason.</summary>
    Excluded = 3,
}

/// <summary>What a reviewer did.</summary>
public enum ReviewAct
{
    Judged = 0,

    /// <summary>Went through the whole conversation.</summary>
    Completed = 1,

    /// <summary>Made a knowledge entry of an answer.</summary>
    EntryMade = 2,
}

/// <summary>One act of a reviewer. Acts are never changed: a later one of the same reviewer on the same turn counts, and undoing one brings back the one before.</summary>
public sealed class Review
{
    public Guid Id { get; init; } = Guid.CreateVersion7();

    public required ConversationId ConversationId { get; init; }

    /// <summary>The bot turn that was judged; null for the whole conversation.</summary>
    public TurnId? TurnId { get; init; }

    public required Guid ReviewerId { get; init; }

    public required ReviewAct Act { get; init; }

    public Verdict? Verdict { get; init; }

    /// <summary>What should have been said.</summary>
    [MaxLength(10_000)]
    public string? CorrectedText { get; init; }

    [MaxLength(1000)]
    public string? Reason { get; init; }

    /// <summary>The knowledge entry that was made.</summary>
    public Guid? EntryId { get; init; }

    public required DateTimeOffset At { get; init; }

    public DateTimeOffset? UndoneAt { get; set; }
}

/// <summary>Filters of the conversation list under a name, for one account. The same query string is the link that is shared.</summary>
public sealed class SavedView
{
    public Guid Id { get; init; } = Guid.CreateVersion7();

    public required Guid AccountId { get; init; }

    [MaxLength(100)]
    public required string Name { get; set; }

    [MaxLength(2000)]
    public required string Query { get; set; }

    public required DateTimeOffset SavedAt { get; set; }
}
