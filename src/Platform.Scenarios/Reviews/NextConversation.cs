using MediatR;
using Microsoft.EntityFrameworkCore;
using Platform.Data;
using Platform.Data.Conversations;

namespace Platform.Scenarios.Reviews;

/// <summary>The conversation that stands after (or before) another one in a filtered list.</summary>
/// <returns>Null at the end of the list.</returns>
public sealed record NextConversation(ConversationFilter Filter, Guid After, bool Backwards) : IRequest<Guid?>;

internal sealed class NextConversationHandler(PlatformDbContext db) : IRequestHandler<NextConversation, Guid?>
{
    public async Task<Guid?> Handle(NextConversation query, CancellationToken cancellationToken)
    {
        var here = new ConversationId(query.After);
        var at = await db.Conversations.Where(c => c.Id == here).Select(c => (DateTimeOffset?)c.LastTurnAt).SingleOrDefaultAsync(cancellationToken);
        if (at is not { } time)
            return null;

        var passing = query.Filter.Apply(db);
        var older = query.Filter.Sort == ConversationSort.Newest != query.Backwards;
        var beside = await Sorted(db.Conversations.Where(c => c.LastTurnAt == time && (c.Id == here || passing.Any(other => other.Id == c.Id))), older)
            .Select(c => c.Id).ToListAsync(cancellationToken); // of the same moment
        if (beside.IndexOf(here) + 1 is var place && place < beside.Count)
            return beside[place].Value;

        var beyond = Sorted(older ? passing.Where(c => c.LastTurnAt < time) : passing.Where(c => c.LastTurnAt > time), older);
        return (await beyond.Select(c => new { c.Id }).FirstOrDefaultAsync(cancellationToken))?.Id.Value;
    }

    /// <summary>As the list is sorted, in the direction of the walk.</summary>
    private static IQueryable<Conversation> Sorted(IQueryable<Conversation> conversations, bool older) => older
        ? conversations.OrderByDescending(c => c.LastTurnAt).ThenByDescending(c => c.Id)
        : conversations.OrderBy(c => c.LastTurnAt).ThenBy(c => c.Id);
}
