using MediatR;
using Microsoft.EntityFrameworkCore;
using Platform.Data;
using Platform.Data.Conversations;

namespace Platform.Scenarios.Conversations.HandOver;

/// <summary>Who answers a conversation in person now.</summary>
/// <returns>Null when nobody does.</returns>
public sealed record ReadAttendant(Guid Conversation) : IRequest<Attendant?>;

/// <param name="Name">Null when the account is gone or has no name.</param>
public sealed record Attendant(Guid Account, string? Name);

internal sealed class ReadAttendantHandler(PlatformDbContext db) : IRequestHandler<ReadAttendant, Attendant?>
{
    public async Task<Attendant?> Handle(ReadAttendant query, CancellationToken cancellationToken)
    {
        var id = new ConversationId(query.Conversation);
        var found = await db.Conversations.AsNoTracking().Where(c => c.Id == id && c.Handling == Handling.Person)
            .Select(c => new { c.HandledBy, Name = db.Users.Where(u => u.Id == c.HandledBy).Select(u => u.DisplayName).FirstOrDefault() })
            .SingleOrDefaultAsync(cancellationToken);
        return found?.HandledBy is { } account ? new Attendant(account, found.Name) : null;
    }
}
