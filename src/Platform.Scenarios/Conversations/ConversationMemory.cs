using Microsoft.EntityFrameworkCore;
using Platform.Data;
using Platform.Data.Conversations;
using Platform.Scenarios.Turns;

namespace Platform.Scenarios.Conversations;

/// <summary>What a conversation's grain keeps in memory of it: the latest lines, the ids that were heard, the next place.</summary>
internal sealed class ConversationMemory(int recentTurns)
{
    /// <summary>Ids beyond these are still refused a second time, by the database's unique index.</summary>
    private const int MostIds = 256;

    private readonly LinkedList<(int Sequence, Line Line)> _lines = [];
    private readonly Dictionary<string, HeardBefore> _heard = new(StringComparer.Ordinal);
    private readonly Queue<string> _heardOrder = [];
    private int _last;

    public int NextSequence() => ++_last;

    public HeardBefore? Heard(string activityId) => _heard.TryGetValue(activityId, out var before) ? before : null;

    public void Remember(string? activityId, int sequence, Task stored)
    {
        if (activityId is null)
            return;
        _heard[activityId] = new HeardBefore(sequence, stored);
        _heardOrder.Enqueue(activityId);
        if (_heardOrder.Count > MostIds)
            _heard.Remove(_heardOrder.Dequeue());
    }

    public void Keep(Turn turn)
    {
        if (turn is not { Kind: "message", Text.Length: > 0 })
            return;
        _lines.AddLast((turn.Sequence, new Line(turn.Speaker, turn.Text, turn.Decision, turn.Details)));
        if (_lines.Count > recentTurns)
            _lines.RemoveFirst();
    }

    public IReadOnlyList<Line> Recent() => [.. _lines.Select(kept => kept.Line)];

    /// <summary>A line that was erased is not shown to scenarios any more.</summary>
    public void Forget(int sequence)
    {
        for (var kept = _lines.First; kept is not null; kept = kept.Next)
            if (kept.Value.Sequence == sequence)
            {
                _lines.Remove(kept);
                return;
            }
    }

    /// <summary>Rebuilds itself from the database and tells what is still owed.</summary>
    public async Task<(IReadOnlyList<Turn> Owed, IReadOnlyList<(Turn Turn, string? InReplyTo)> Unsent)> LoadAsync(
        PlatformDbContext db, ConversationId conversation, CancellationToken cancellationToken)
    {
        var latest = await db.Turns.AsNoTracking().Where(t => t.ConversationId == conversation)
            .OrderByDescending(t => t.Sequence).Take(Math.Max(recentTurns, MostIds)).ToListAsync(cancellationToken);
        latest.Reverse();
        _last = latest.Count > 0 ? latest[^1].Sequence : 0;
        foreach (var turn in latest.Where(t => t.State != TurnState.Accepted))
            Keep(turn);
        foreach (var turn in latest.Where(t => t.Speaker is Speaker.User or Speaker.Channel))
            Remember(turn.ActivityId, turn.Sequence, Task.CompletedTask);

        var open = await db.Turns.AsNoTracking()
            .Where(t => t.ConversationId == conversation && (t.State == TurnState.Accepted || t.State == TurnState.Pending))
            .OrderBy(t => t.Sequence).ToListAsync(cancellationToken);
        var ids = open.Count == 0 ? [] : await db.Turns.AsNoTracking()
            .Where(t => t.ConversationId == conversation && t.ActivityId != null && open.Select(o => o.InReplyTo).Contains(t.Sequence))
            .ToDictionaryAsync(t => t.Sequence, t => t.ActivityId, cancellationToken);
        return (
            [.. open.Where(t => t.State == TurnState.Accepted)],
            [.. open.Where(t => t.State == TurnState.Pending).Select(t => (t, t.InReplyTo is { } place ? ids.GetValueOrDefault(place) : null))]);
    }

    /// <param name="Stored">Done when the first one is durable.</param>
    public readonly record struct HeardBefore(int Sequence, Task Stored);
}
