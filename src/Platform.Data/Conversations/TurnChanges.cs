using Microsoft.EntityFrameworkCore;

namespace Platform.Data.Conversations;

/// <summary>Changes to rows that are not loaded: only the named columns are written, and a row that the same transaction adds is changed in place.</summary>
public static class TurnChanges
{
    /// <summary>Marks how far a turn has come and, for what was sent, the id that the channel gave it.</summary>
    public static void Progress(this PlatformDbContext db, TurnId id, TurnState state, string? activityId = null)
    {
        var entry = db.Turns.Local.FindEntry(id)
            ?? db.Attach(new Turn { Id = id, ConversationId = default, Sequence = 0, Speaker = default, Kind = "", Content = "", At = default, State = default });
        entry.Property(t => t.State).CurrentValue = state;
        entry.Property(t => t.State).IsModified = entry.State != EntityState.Added;
        if (activityId is null)
            return;
        entry.Property(t => t.ActivityId).CurrentValue = activityId;
        entry.Property(t => t.ActivityId).IsModified = entry.State != EntityState.Added;
    }

    /// <summary>Writes the columns of a conversation that its turns move: last turn, locale, user, reference, handling, outcome, end.</summary>
    public static void Follow(this PlatformDbContext db, Conversation conversation)
    {
        var known = db.Conversations.Local.FindEntry(conversation.Id);
        if (known is { State: EntityState.Added })
        {
            known.CurrentValues.SetValues(conversation);
            return;
        }

        var entry = known ?? db.Attach(conversation.Snapshot());
        entry.CurrentValues.SetValues(conversation);
        foreach (var name in Followed)
            entry.Property(name).IsModified = true;
    }

    /// <summary>The same when a new session begins: to reviewers the conversation is new again.</summary>
    public static void FollowIntoSession(this PlatformDbContext db, Conversation conversation)
    {
        db.Follow(conversation);
        var entry = db.Conversations.Local.FindEntry(conversation.Id)!;
        entry.Property(c => c.ReviewState).CurrentValue = ReviewState.New;
        entry.Property(c => c.ReviewState).IsModified = entry.State != EntityState.Added;
    }

    /// <summary>Adds a conversation as it stands now; later changes of the object are not saved by this.</summary>
    public static void Begin(this PlatformDbContext db, Conversation conversation) => db.Add(conversation.Snapshot());

    private static readonly string[] Followed =
    [
        nameof(Conversation.LastTurnAt), nameof(Conversation.Locale), nameof(Conversation.UserId), nameof(Conversation.Reference),
        nameof(Conversation.Handling), nameof(Conversation.HandledBy), nameof(Conversation.HandoverAskedAt),
        nameof(Conversation.Outcome), nameof(Conversation.EndedAt),
    ];
}
