using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Platform.Data;
using Platform.Data.Conversations;
using Platform.Scenarios.Conversations;

namespace Platform.Scenarios.CustomerService.Insights;

/// <summary>How the customer service did in a period: figures from stored turns, and the questions that found nothing.</summary>
/// <param name="From">A session counts if it began at this time or later …</param>
/// <param name="To">… and before this one.</param>
/// <param name="MostClusters">How many groups of unanswered questions are wanted, 0 to 200.</param>
public sealed record ReadInsights(DateTimeOffset From, DateTimeOffset To, int MostClusters = 20) : IRequest<ServiceInsights>;

/// <param name="Days">The same figures for each day of the period, in UTC, in order; days without a session are left out.</param>
/// <param name="UnansweredRead">How many unanswered questions were grouped: the latest ones, if there are very many.</param>
public sealed record ServiceInsights(
    InsightFigures Figures, IReadOnlyList<DayFigures> Days, IReadOnlyList<QuestionCluster> Unanswered, int UnansweredRead);

public sealed record DayFigures(DateOnly Day, InsightFigures Figures);

internal sealed class ReadInsightsRules : AbstractValidator<ReadInsights>
{
    public ReadInsightsRules()
    {
        RuleFor(query => query.To).GreaterThan(query => query.From).WithMessage("The period ends before it begins.");
        RuleFor(query => query.MostClusters).InclusiveBetween(0, 200);
    }
}

internal sealed class ReadInsightsHandler(IDbContextFactory<PlatformDbContext> contexts, IOptions<ConversationOptions> options) : IRequestHandler<ReadInsights, ServiceInsights>
{
    private const int MostUnanswered = 3_000;

    /// <summary>A session that began before the period is recognized if it began at most so long before it.</summary>
    private static readonly TimeSpan LookBack = TimeSpan.FromDays(1);

    public async Task<ServiceInsights> Handle(ReadInsights query, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var sessions = await SessionsAsync(db, query, cancellationToken);
        var open = sessions.SelectMany(Question.In)
            .Where(question => question.Fate is QuestionFate.Declined or QuestionFate.LeftOpen or QuestionFate.Failed)
            .OrderByDescending(question => question.Asked.At).Take(MostUnanswered).ToList();
        var unanswered = query.MostClusters == 0 ? [] : await WithTextsAsync(db, open, cancellationToken);
        return new ServiceInsights(
            InsightFigures.Of(sessions),
            [.. sessions.GroupBy(session => DateOnly.FromDateTime(session.StartedAt.UtcDateTime)).OrderBy(day => day.Key).Select(day => new DayFigures(day.Key, InsightFigures.Of([.. day])))],
            QuestionClusters.Of(unanswered, query.MostClusters),
            unanswered.Count);
    }

    private async Task<List<Session>> SessionsAsync(PlatformDbContext db, ReadInsights query, CancellationToken cancellationToken)
    {
        var since = query.From - LookBack;
        var conversations = db.Conversations.AsNoTracking()
            .Where(c => c.Scenario == CustomerServiceScenario.ScenarioName && c.LastTurnAt >= query.From && c.StartedAt < query.To);
        var thumbs = await db.Feedback.AsNoTracking().Join(conversations, f => f.ConversationId, c => c.Id, (f, _) => new { f.TurnId, f.Liked, f.At })
            .ToDictionaryAsync(f => f.TurnId, f => (f.Liked, f.At), cancellationToken);
        var turns = await db.Turns.AsNoTracking().Join(conversations, t => t.ConversationId, c => c.Id, (t, _) => t)
            .Where(t => t.At >= since && t.At < query.To)
            .OrderBy(t => t.ConversationId).ThenBy(t => t.Sequence)
            .Select(t => new { t.Id, t.ConversationId, t.Sequence, t.Speaker, t.Kind, t.InReplyTo, t.At, t.Decision })
            .ToListAsync(cancellationToken);
        return [.. turns
            .Select(t => new AccountedTurn(t.Id.Value, t.ConversationId.Value, t.Sequence, t.Speaker, t.Kind == "message", t.InReplyTo, t.At, t.Decision)
            {
                Thumb = thumbs.TryGetValue(t.Id, out var thumb) ? thumb : null,
            })
            .GroupBy(turn => turn.Conversation)
            .SelectMany(conversation => Sessions.Of([.. conversation], options.Value.SessionGap))
            .Where(session => session.StartedAt >= query.From)];
    }

    private static async Task<List<UnansweredQuestion>> WithTextsAsync(PlatformDbContext db, List<Question> open, CancellationToken cancellationToken)
    {
        var found = new List<UnansweredQuestion>();
        foreach (var some in open.Chunk(500))
        {
            var ids = some.Select(question => new TurnId(question.Asked.Id)).ToList();
            var texts = await db.Turns.AsNoTracking().Where(t => ids.Contains(t.Id) && t.Text != null)
                .Select(t => new { t.Id, t.Text }).ToDictionaryAsync(t => t.Id.Value, t => t.Text!, cancellationToken);
            found.AddRange(some.Where(question => texts.ContainsKey(question.Asked.Id))
                .Select(q => new UnansweredQuestion(texts[q.Asked.Id], q.Asked.Conversation, q.Asked.Sequence, q.Asked.At, q.Fate)));
        }

        return found;
    }
}
