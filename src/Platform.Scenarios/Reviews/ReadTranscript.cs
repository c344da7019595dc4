using System.Text.Json;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Platform.Data;
using Platform.Data.Conversations;
using Platform.Data.Reviews;
using Platform.Scenarios.Conversations;
using Platform.Scenarios.Turns;

namespace Platform.Scenarios.Reviews;

/// <summary>A conversation as a reviewer reads it: what was said, how each answer came about, what people said of it.</summary>
public sealed record ReadTranscript(Guid Conversation) : IRequest<Transcript?>;

/// <param name="Turns">The latest <see cref="MostTurns"/>, oldest first.</param>
/// <param name="Acts">What reviewers did, newest first, with what was undone.</param>
public sealed record Transcript(
    Guid Id, string Channel, string Scenario, string? Locale, string? User, DateTimeOffset StartedAt, DateTimeOffset LastTurnAt, DateTimeOffset? EndedAt,
    SessionOutcome Outcome, ReviewState Review, Handling Handling, IReadOnlyList<TranscriptTurn> Turns, IReadOnlyList<TranscriptAct> Acts)
{
    public const int MostTurns = 500;

    /// <summary>The verdict that counts now: the latest that was not undone.</summary>
    public TranscriptAct? VerdictOn(Guid turn) => Acts.FirstOrDefault(a => a.Turn == turn && a.Act == ReviewAct.Judged && a.UndoneAt is null);
}

/// <param name="Question">What the person had said, for an answer.</param>
/// <param name="Details">JSON, see <see cref="Turn.Details"/>.</param>
/// <param name="Wait">From the person's message to this answer.</param>
public sealed record TranscriptTurn(
    Guid Id, int Sequence, Speaker Speaker, string Kind, string? Text, string? Question, DateTimeOffset At, TurnState State, string? Decision, string? Details,
    IReadOnlyList<Citation> Citations, IReadOnlyList<string> Choices, bool AiGenerated, bool? Liked, string? Comment, TimeSpan? Wait)
{
    /// <summary>Whether it is the bot's and can be judged.</summary>
    public bool IsAnswer => Speaker == Speaker.Bot && Kind == "message";

    /// <summary>How the person's message reads after its last edit; null when there was none.</summary>
    public string? Edited { get; init; }
}

public sealed record TranscriptAct(
    Guid Id, Guid? Turn, string Reviewer, ReviewAct Act, Verdict? Verdict, string? CorrectedText, string? Reason, Guid? Entry, DateTimeOffset At, DateTimeOffset? UndoneAt);

internal sealed class ReadTranscriptHandler(PlatformDbContext db) : IRequestHandler<ReadTranscript, Transcript?>
{
    public async Task<Transcript?> Handle(ReadTranscript query, CancellationToken cancellationToken)
    {
        var id = new ConversationId(query.Conversation);
        var conversation = await db.Conversations.AsNoTracking().SingleOrDefaultAsync(c => c.Id == id, cancellationToken);
        if (conversation is null)
            return null;

        var turns = await db.Turns.AsNoTracking().Where(t => t.ConversationId == id).OrderByDescending(t => t.Sequence).Take(Transcript.MostTurns).ToListAsync(cancellationToken);
        turns.Reverse();
        var byPlace = turns.ToDictionary(t => t.Sequence);
        var edits = EditsIn(turns);
        var thumbs = await db.Feedback.AsNoTracking().Where(f => f.ConversationId == id).ToDictionaryAsync(f => f.TurnId, cancellationToken);
        var acts = await db.Reviews.AsNoTracking().Where(r => r.ConversationId == id).OrderByDescending(r => r.At).ThenByDescending(r => r.Id)
            .Select(r => new { Review = r, Name = db.Users.Where(u => u.Id == r.ReviewerId).Select(u => u.DisplayName).FirstOrDefault() }).ToListAsync(cancellationToken);

        return new Transcript(
            query.Conversation, conversation.Channel, conversation.Scenario, conversation.Locale, MaskedUser.Of(conversation.UserId),
            conversation.StartedAt, conversation.LastTurnAt, conversation.EndedAt, conversation.Outcome, conversation.ReviewState, conversation.Handling,
            [.. turns.Select(turn => View(turn, turn.InReplyTo is { } place ? byPlace.GetValueOrDefault(place) : null, thumbs.GetValueOrDefault(turn.Id)) with
            {
                Edited = turn is { Speaker: Speaker.User, ActivityId: { } message } ? edits.GetValueOrDefault(message) : null,
            })],
            [.. acts.Select(a => new TranscriptAct(
                a.Review.Id, a.Review.TurnId?.Value, a.Name ?? "?", a.Review.Act, a.Review.Verdict, a.Review.CorrectedText, a.Review.Reason, a.Review.EntryId, a.Review.At, a.Review.UndoneAt))]);
    }

    private static TranscriptTurn View(Turn turn, Turn? answered, Feedback? thumb)
    {
        var reply = turn.Speaker is Speaker.Bot or Speaker.Person ? ReplyIn(turn) : null;
        return new TranscriptTurn(
            turn.Id.Value, turn.Sequence, turn.Speaker, turn.Kind, turn.Text, answered?.Text, turn.At, turn.State, turn.Decision, turn.Details,
            reply?.Citations ?? [], [.. reply?.Choices.Select(c => c.Title) ?? []], reply?.AiGenerated ?? false, thumb?.Liked, thumb?.Comment,
            answered is null ? null : turn.At - answered.At);
    }

    /// <returns>The last edit of each message, by the channel's id of the message.</returns>
    private static Dictionary<string, string> EditsIn(IEnumerable<Turn> turns)
    {
        var edits = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var turn in turns)
            if (turn is { Kind: "messageUpdate", Text: { Length: > 0 } text } && StoredHeard.MessageIn(turn.Content) is { } message)
                edits[message] = text;
        return edits;
    }

    private static Reply? ReplyIn(Turn turn)
    {
        try
        {
            return Reply.FromJson(turn.Content);
        }
        catch (JsonException)
        {
            return null; // erased, or written by an older version: its text still stands
        }
    }
}
