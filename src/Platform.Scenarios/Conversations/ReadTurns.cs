using MediatR;
using Microsoft.EntityFrameworkCore;
using Platform.Data;

namespace Platform.Scenarios.Conversations;

/// <summary>The turns of a channel's conversation after a place, in order.</summary>
/// <param name="Most">How many at the most, 1 to 1000.</param>
public sealed record ReadTurns(string Channel, string ChannelConversationId, int After, int Most) : IRequest<IReadOnlyList<KeptTurn>?>;

internal sealed class ReadTurnsHandler(IDbContextFactory<PlatformDbContext> contexts) : IRequestHandler<ReadTurns, IReadOnlyList<KeptTurn>?>
{
    /// <returns>Null when there is no such conversation.</returns>
    public async Task<IReadOnlyList<KeptTurn>?> Handle(ReadTurns query, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var conversation = await db.Conversations.Where(c => c.Channel == query.Channel && c.ChannelConversationId == query.ChannelConversationId)
            .Select(c => new { c.Id }).SingleOrDefaultAsync(cancellationToken);
        if (conversation is null)
            return null;

        var turns = await db.Turns.AsNoTracking().Where(t => t.ConversationId == conversation.Id && t.Sequence > query.After)
            .OrderBy(t => t.Sequence).Take(query.Most).ToListAsync(cancellationToken);
        return [.. turns.Select(KeptTurn.Of)];
    }
}
