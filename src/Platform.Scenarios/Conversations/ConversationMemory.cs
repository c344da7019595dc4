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

    private readonly List<KeptLine> _lines = [];
    private readonly Dictionary<int, string> _edited = [];
    private readonly HashSet<int> _erased = [];
    private readonly Dictionary<string, HeardBefore> _heard = new(StringComparer.Ordinal);
    private readonly Queue<string> _heardOrder = [];
    private int _last;
    private int _lastAtErasure;

    public int NextSequence() => ++_last;

    /// <summary>How often something was erased; an answer that was begun before may still carry it on.</summary>
    public int Erasures { get; private set; }

    public HeardBefore? Heard(string activityId) => _heard.TryGetValue(activityId, out var before) ? before : null;

    public void Remember(string? activityId, int sequence, Task stored, Task answered)
    {
        if (activityId is null)
            return;
        var isKnown = _heard.ContainsKey(activityId);
        _heard[activityId] = new HeardBefore(sequence, stored, answered);
        if (isKnown)
            return;
        _heardOrder.Enqueue(activityId);
        if (_heardOrder.Count > MostIds)
            _heard.Remove(_heardOrder.Dequeue());
    }

    public void Keep(Turn turn)
    {
        if (turn is not { Kind: "message", Text.Length: > 0 } || IsErased(turn.Sequence))
            return;
        var text = _edited.Remove(turn.Sequence, out var edited) ? edited : turn.Text;
        _lines.Add(new KeptLine(turn.Sequence, turn.InReplyTo, new Line(turn.Speaker, text, turn.Decision, MayTell(turn) ? turn.Details : null)));
        if (_lines.Count > recentTurns)
            _lines.RemoveAt(0);
    }

    public IReadOnlyList<Line> Recent() => [.. _lines.Select(kept => kept.Line)];

    /// <summary>A message that was edited reads from now on as it does in its channel.</summary>
    /// <param name="edit">JSON of the activity that tells of it.</param>
    public void Edit(string edit, string? text)
    {
        if (text is not { Length: > 0 } || StoredHeard.MessageIn(edit) is not { } message || Heard(message) is not { } edited || IsErased(edited.Sequence))
            return;
        var at = _lines.FindIndex(kept => kept.Sequence == edited.Sequence);
        if (at >= 0)
            _lines[at] = _lines[at] with { Line = _lines[at].Line with { Text = text } };
        else
            _edited[edited.Sequence] = text; // it is not answered yet
    }

    /// <summary>What was erased is not shown to scenarios any more, nor how it was answered, for that quotes it.</summary>
    public void Erase(IReadOnlyCollection<int> places)
    {
        _erased.UnionWith(places);
        _lastAtErasure = _last;
        Erasures++;
        foreach (var place in places)
            _edited.Remove(place);
        _lines.RemoveAll(kept => IsErased(kept.Sequence));
        for (var at = 0; at < _lines.Count; at++)
            if (IsErased(_lines[at].InReplyTo) || CarriedDetails.Are(_lines[at].Line.Details))
                _lines[at] = _lines[at] with { Line = _lines[at].Line with { Details = null } };
    }

    /// <summary>Whether its details hold nothing of what was erased.</summary>
    private bool MayTell(Turn turn) => !IsErased(turn.InReplyTo) && (turn.Sequence > _lastAtErasure || !CarriedDetails.Are(turn.Details));

    public bool IsErased(int? place) => place is { } known && _erased.Contains(known);

    /// <summary>Rebuilds itself from the database and tells what is still owed.</summary>
    public async Task<(IReadOnlyList<Turn> Owed, IReadOnlyList<(Turn Turn, string? InReplyTo)> Unsent)> LoadAsync(
        PlatformDbContext db, ConversationId conversation, CancellationToken cancellationToken)
    {
        var latest = await db.Turns.AsNoTracking().Where(t => t.ConversationId == conversation)
            .OrderByDescending(t => t.Sequence).Take(Math.Max(recentTurns, MostIds)).ToListAsync(cancellationToken);
        latest.Reverse();
        _last = latest.Count > 0 ? latest[^1].Sequence : 0;
        foreach (var turn in latest.Where(t => t.Speaker is Speaker.User or Speaker.Channel))
            Remember(turn.ActivityId, turn.Sequence, Task.CompletedTask, Task.CompletedTask);
        foreach (var edit in latest.Where(t => t.Kind == "messageUpdate"))
            Edit(edit.Content, edit.Text);
        foreach (var turn in latest.Where(t => t.State != TurnState.Accepted))
            Keep(turn);

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
    /// <param name="Answered">Done when its answer is; cancelled when the answer stays owed.</param>
    public readonly record struct HeardBefore(int Sequence, Task Stored, Task Answered);

    private readonly record struct KeptLine(int Sequence, int? InReplyTo, Line Line);
}
