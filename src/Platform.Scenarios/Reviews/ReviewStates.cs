using Microsoft.EntityFrameworkCore;
using Platform.Data;
using Platform.Data.Conversations;
using Platform.Data.Reviews;
using Platform.Scenarios.Conversations;

namespace Platform.Scenarios.Reviews;

/// <summary>How far the review of a conversation has come, as its acts say. Only those since its last session began count: what was said since then, nobody had seen before.</summary>
internal static class ReviewStates
{
    /// <summary>Saves an act, and lets the conversation's state follow.</summary>
    public static async Task SaveReviewAsync(this PlatformDbContext db, ConversationId conversation, TimeSpan sessionGap, CancellationToken cancellationToken)
    {
        await db.SaveChangesAsync(cancellationToken);
        var acts = db.Reviews.Where(r => r.ConversationId == conversation && r.UndoneAt == null);
        if (await db.LaterSessionAsync(conversation, sessionGap, cancellationToken) is { } begun)
            acts = acts.Where(r => r.At >= begun);
        var state = await acts.AnyAsync(r => r.Act == ReviewAct.Completed, cancellationToken) ? ReviewState.Completed
            : await acts.AnyAsync(cancellationToken) ? ReviewState.Started
            : ReviewState.New;
        await db.Conversations.Where(c => c.Id == conversation).ExecuteUpdateAsync(set => set.SetProperty(c => c.ReviewState, state), cancellationToken);
    }

    /// <returns>When the last session began; null while the first one goes on.</returns>
    private static async Task<DateTimeOffset?> LaterSessionAsync(this PlatformDbContext db, ConversationId conversation, TimeSpan sessionGap, CancellationToken cancellationToken)
    {
        var turns = await db.Turns.Where(t => t.ConversationId == conversation).OrderBy(t => t.Sequence)
            .Select(t => new { t.At, IsUserMessage = t.Speaker == Speaker.User && t.Kind == "message" }).ToListAsync(cancellationToken);
        for (var i = turns.Count - 1; i > 0; i--)
            if (SessionAccounting.Begins(turns[i].IsUserMessage, turns[i - 1].At, turns[i].At, sessionGap))
                return turns[i].At;
        return null;
    }
}
