using MediatR;
using Microsoft.EntityFrameworkCore;
using Platform.Data;
using Platform.Data.Conversations;

namespace Platform.Scenarios.Conversations.HandOver;

/// <summary>Who waits for a person, longest first, and whom a person answers now.</summary>
public sealed record ListHandOvers : IRequest<IReadOnlyList<HandOverRow>>;

/// <param name="HandledBy">Name of the account that took over; null while nobody has.</param>
/// <param name="Last">What the person said last, cut.</param>
public sealed record HandOverRow(
    Guid Conversation, string Channel, string? User, DateTimeOffset? AskedAt, DateTimeOffset LastTurnAt, Handling Handling, Guid? HandledById, string? HandledBy, string? Last);

internal sealed class ListHandOversHandler(PlatformDbContext db) : IRequestHandler<ListHandOvers, IReadOnlyList<HandOverRow>>
{
    private const int Most = 500;
    private const int LastLength = 120;

    public async Task<IReadOnlyList<HandOverRow>> Handle(ListHandOvers query, CancellationToken cancellationToken)
    {
        var found = await db.Conversations.AsNoTracking().Where(c => c.Handling == Handling.Waiting || c.Handling == Handling.Person)
            .OrderBy(c => c.Handling).ThenBy(c => c.HandoverAskedAt).Take(Most)
            .Select(c => new
            {
                Conversation = c,
                Name = db.Users.Where(u => u.Id == c.HandledBy).Select(u => u.DisplayName).FirstOrDefault(),
                Last = db.Turns.Where(t => t.ConversationId == c.Id && t.Speaker == Speaker.User && t.Text != null)
                    .OrderByDescending(t => t.Sequence).Select(t => t.Text!.Substring(0, LastLength)).FirstOrDefault(),
            }).ToListAsync(cancellationToken);
        return [.. found.Select(f => new HandOverRow(
            f.Conversation.Id.Value, f.Conversation.Channel, MaskedUser.Of(f.Conversation.UserId), f.Conversation.HandoverAskedAt, f.Conversation.LastTurnAt,
            f.Conversation.Handling, f.Conversation.HandledBy, f.Name, f.Last))];
    }
}
