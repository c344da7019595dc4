using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Platform.Data;
using Platform.Data.Conversations;
using Platform.Data.Reviews;
using Platform.Scenarios.Conversations;

namespace Platform.Scenarios.Reviews;

/// <summary>A page of the conversations that a filter lets pass, and how many there are.</summary>
public sealed record ListConversations(ConversationFilter Filter, int Skip, int Take) : IRequest<ConversationList>;

public sealed record ConversationList(IReadOnlyList<ConversationRow> Rows, int Count);

/// <param name="User">The person's id in the channel, masked.</param>
/// <param name="Opening">The first words that the person said, cut.</param>
/// <param name="Turns">Messages of all sides.</param>
/// <param name="Decision">What the last answer decided.</param>
/// <param name="SlowestAnswer">From a message to its answer, at most.</param>
public sealed record ConversationRow(
    Guid Id, DateTimeOffset LastTurnAt, string Channel, string Scenario, string? Locale, string? User, string? Opening, int Turns,
    SessionOutcome Outcome, int Liked, int Disliked, string? Decision, ReviewState Review, Handling Handling, TimeSpan? SlowestAnswer);

internal sealed class ListConversationsRules : AbstractValidator<ListConversations>
{
    public ListConversationsRules(IValidator<ConversationFilter> filter)
    {
        RuleFor(l => l.Filter).SetValidator(filter);
        RuleFor(l => l.Skip).GreaterThanOrEqualTo(0);
        RuleFor(l => l.Take).InclusiveBetween(1, 200);
    }
}

internal sealed class ListConversationsHandler(PlatformDbContext db) : IRequestHandler<ListConversations, ConversationList>
{
    private const int OpeningLength = 120;

    public async Task<ConversationList> Handle(ListConversations query, CancellationToken cancellationToken)
    {
        var (found, count) = await FindAsync(query, cancellationToken);
        var ids = found.ConvertAll(c => c.Id);

        var turns = (await db.Turns.AsNoTracking().Where(t => ids.Contains(t.ConversationId) && t.Kind == "message")
            .Select(t => new { t.ConversationId, t.Sequence, t.Speaker, t.InReplyTo, t.At, t.Decision }).ToListAsync(cancellationToken))
            .ToLookup(t => t.ConversationId);
        var openings = (await db.Turns.AsNoTracking().Where(t => ids.Contains(t.ConversationId) && t.Speaker == Speaker.User && t.Text != null)
            .GroupBy(t => t.ConversationId).Select(said => said.OrderBy(t => t.Sequence).Select(t => new { t.ConversationId, Text = t.Text!.Substring(0, OpeningLength) }).First())
            .ToListAsync(cancellationToken)).ToDictionary(t => t.ConversationId, t => t.Text);
        var thumbs = (await db.Feedback.AsNoTracking().Where(f => ids.Contains(f.ConversationId))
            .Select(f => new { f.ConversationId, f.Liked }).ToListAsync(cancellationToken)).ToLookup(f => f.ConversationId, f => f.Liked);

        return new ConversationList([.. found.Select(Row)], count);

        ConversationRow Row(Conversation c)
        {
            var said = turns[c.Id].OrderBy(t => t.Sequence).ToList();
            var heardAt = said.Where(t => t.Speaker == Speaker.User).ToDictionary(t => t.Sequence, t => t.At);
            var waits = said.Where(t => t.InReplyTo is { } place && heardAt.ContainsKey(place)).Select(t => t.At - heardAt[t.InReplyTo!.Value]).ToList();
            return new ConversationRow(
                c.Id.Value, c.LastTurnAt, c.Channel, c.Scenario, c.Locale, MaskedUser.Of(c.UserId), openings.GetValueOrDefault(c.Id), said.Count,
                c.Outcome, thumbs[c.Id].Count(liked => liked), thumbs[c.Id].Count(liked => !liked), said.LastOrDefault(t => t.Decision is not null)?.Decision,
                c.ReviewState, c.Handling, waits.Count == 0 ? null : waits.Max());
        }
    }

    private async Task<(List<Conversation> Found, int Count)> FindAsync(ListConversations query, CancellationToken cancellationToken)
    {
        if (string.IsNullOrWhiteSpace(query.Filter.Text))
            return (await query.Filter.ApplySorted(db).Skip(query.Skip).Take(query.Take).ToListAsync(cancellationToken), await query.Filter.Apply(db).CountAsync(cancellationToken));

        // Texts are looked through once, and not a second time to count.
        var passing = await query.Filter.ApplySorted(db, all: true).Select(c => c.Id).ToListAsync(cancellationToken);
        var page = passing.Skip(query.Skip).Take(query.Take).ToList();
        var found = await db.Conversations.AsNoTracking().Where(c => page.Contains(c.Id)).ToListAsync(cancellationToken);
        return ([.. found.OrderBy(c => page.IndexOf(c.Id))], passing.Count);
    }
}
