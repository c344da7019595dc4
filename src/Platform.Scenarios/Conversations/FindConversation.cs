using MediatR;
using Microsoft.EntityFrameworkCore;
using Platform.Data;

namespace Platform.Scenarios.Conversations;

/// <summary>Looks whether a channel's conversation has begun, and how far it has come.</summary>
/// <param name="ActivityId">An activity of which the answer tells whether it was heard; null when that does not matter.</param>
public sealed record FindConversation(string Channel, string ChannelConversationId, string? ActivityId) : IRequest<FoundConversation?>;

/// <param name="LastPlace">Place of its last turn; 0 when there is none.</param>
public sealed record FoundConversation(int LastPlace, bool HasHeard);

internal sealed class FindConversationHandler(IDbContextFactory<PlatformDbContext> contexts) : IRequestHandler<FindConversation, FoundConversation?>
{
    public async Task<FoundConversation?> Handle(FindConversation query, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await db.Conversations.Where(c => c.Channel == query.Channel && c.ChannelConversationId == query.ChannelConversationId)
            .Select(c => new FoundConversation(
                db.Turns.Where(t => t.ConversationId == c.Id).Max(t => (int?)t.Sequence) ?? 0,
                query.ActivityId != null && db.Turns.Any(t => t.ConversationId == c.Id && t.ActivityId == query.ActivityId)))
            .SingleOrDefaultAsync(cancellationToken);
    }
}
