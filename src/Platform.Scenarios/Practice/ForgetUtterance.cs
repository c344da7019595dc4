using MediatR;
using Microsoft.EntityFrameworkCore;
using Platform.Data;
using Platform.Data.Simulations;
using Platform.Scenarios.Conversations;
using Platform.Scenarios.Simulation.Characters;
using Platform.Scenarios.Simulation.Scoring;

namespace Platform.Scenarios.Practice;

/// <summary>What a person removed from a channel is removed from the practice that heard it: its words, what was quoted of them, and the memory of having heard them.</summary>
internal sealed class ForgetUtterance(PlatformDbContext db) : INotificationHandler<MessageErased>
{
    public Task Handle(MessageErased notification, CancellationToken cancellationToken) => SessionFence.RetryAsync(db, () => ForgetAsync(notification, cancellationToken));

    /// <returns>How many turns it was found in.</returns>
    private async Task<int> ForgetAsync(MessageErased erased, CancellationToken cancellationToken)
    {
        var replies = await db.Turns.Where(t => t.ConversationId == erased.Conversation && t.Decision == PracticeScenario.Playing && t.Details != null)
            .Select(t => t.Details!).Distinct().ToListAsync(cancellationToken);
        var sessions = replies.Select(details => PracticeScenario.SessionIn(details) ?? Guid.Empty).ToList();
        var session = await db.PracticeSessions.Include(s => s.Turns).SingleOrDefaultAsync(s => sessions.Contains(s.Id) && s.Turns.Any(t => t.Key == erased.MessageId), cancellationToken);
        var found = session is null
            ? await ForgetLinesAsync(sessions, erased.Words, cancellationToken)
            : await ForgetTurnAsync(session, session.Turns.First(t => t.Key == erased.MessageId), cancellationToken);
        await db.SaveChangesAsync(cancellationToken);
        return found;
    }

    /// <summary>What was said to a character that a trainer played has no turn of its own: it is a line of what waits, or of the turn that answers all that waited, which then loses its words whole.</summary>
    private async Task<int> ForgetLinesAsync(List<Guid> sessions, IReadOnlyList<string> words, CancellationToken cancellationToken)
    {
        var found = 0;
        var played = await db.PracticeSessions.Include(s => s.Turns).Where(s => sessions.Contains(s.Id)).ToListAsync(cancellationToken);
        words = [.. words.Select(said => said.Length <= PracticeSession.UnansweredLength ? said : said[..PracticeSession.UnansweredLength])]; // more of it was not taken
        foreach (var session in played)
        {
            session.Unanswered = words.Aggregate(session.Unanswered, Without);
            foreach (var row in session.Turns.Where(t => t.Key.StartsWith(SessionPlace.OfTrainer, StringComparison.Ordinal) || t.Key.StartsWith(SessionPlace.OfWaiting, StringComparison.Ordinal)))
                if (PracticeJson.Read<PlayTurn>(row.Content).Utterance is var utterance && words.Any(said => Without(utterance, said) != utterance))
                    found += await ForgetTurnAsync(session, row, cancellationToken);
        }

        return found;
    }

    /// <returns>Null when no line is left.</returns>
    private static string? Without(string? lines, string said) =>
        lines is null || !$"\n{lines}\n".Contains($"\n{said}\n", StringComparison.Ordinal) ? lines
        : $"\n{lines}\n".Replace($"\n{said}\n", "\n", StringComparison.Ordinal).Trim('\n') is { Length: > 0 } left ? left : null;

    /// <returns>How many turns held it.</returns>
    private async Task<int> ForgetTurnAsync(PracticeSession session, PracticeTurn heard, CancellationToken cancellationToken)
    {
        var turns = session.Turns.Select(row => (Row: row, Turn: PracticeJson.Read<PlayTurn>(row.Content))).ToList();
        var said = turns.Find(t => t.Row == heard).Turn;
        var holding = turns.Where(t => t.Row == heard || Remembers(t.Turn, said)).ToList();
        foreach (var (row, turn) in holding)
            row.Content = PracticeJson.Write(row == heard ? Wordless(Forgetful(turn, said)) : Forgetful(turn, said));
        ClosedBranches.Change(session, score => Unquoted(score, said));
        db.ActCorrections.RemoveRange(await db.ActCorrections.Where(c => c.TurnId == heard.Id).ToListAsync(cancellationToken)); // places in words that are gone
        return holding.Count;
    }

    private static PlayTurn Wordless(PlayTurn turn) => turn with { Utterance = "", Acts = [.. turn.Acts.Select(act => act with { Start = 0, End = 0, Quote = "" })] };

    /// <summary>A character remembers what it heard at the place of the turn.</summary>
    private static bool Remembers(PlayTurn turn, PlayTurn said) =>
        turn.After.Heard.Count >= said.Number && turn.After.Heard[said.Number - 1] == Listening.Plain(said.Utterance);

    private static PlayTurn Forgetful(PlayTurn turn, PlayTurn said) =>
        Remembers(turn, said) ? turn with { After = turn.After with { Heard = turn.After.Heard.SetItem(said.Number - 1, "") } } : turn;

    private static SessionScore Unquoted(SessionScore score, PlayTurn said) => score with
    {
        Criteria = [.. score.Criteria.Select(criterion => criterion with
        {
            Checks = [.. criterion.Checks.Select(check => check with
            {
                Evidence = [.. check.Evidence.Select(e => e.Turn == said.Number && said.Utterance.Contains(e.Quote, StringComparison.Ordinal) ? e with { Quote = "" } : e)],
            })],
        })],
    };
}
