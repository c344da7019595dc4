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

        var others = query.Filter.Apply(db).Where(c => c.Id != here);
        var older = query.Filter.Sort == ConversationSort.Newest != query.Backwards;
        var next = older
            ? others.Where(c => c.LastTurnAt <= time).OrderByDescending(c => c.LastTurnAt)
            : others.Where(c => c.LastTurnAt >= time).OrderBy(c => c.LastTurnAt);
        return (await next.Select(c => new { c.Id }).FirstOrDefaultAsync(cancellationToken))?.Id.Value;
    }
}
