using MediatR;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Platform.Data;
using Platform.Data.Conversations;
using Platform.Data.Operations;
using Platform.Data.Reviews;
using Platform.Scenarios.Conversations;

namespace Platform.Scenarios.Reviews;

/// <summary>A reviewer has gone through a conversation.</summary>
public sealed record CompleteReview(Guid Conversation, Guid Reviewer) : IRequest<CompleteOutcome>;

public enum CompleteOutcome
{
    Completed = 0,
    NoSuchConversation = 1,
}

internal sealed class CompleteReviewHandler(PlatformDbContext db, IOptions<ConversationOptions> conversations, TimeProvider clock) : IRequestHandler<CompleteReview, CompleteOutcome>
{
    public async Task<CompleteOutcome> Handle(CompleteReview command, CancellationToken cancellationToken)
    {
        var id = new ConversationId(command.Conversation);
        if (!await db.Conversations.AnyAsync(c => c.Id == id, cancellationToken))
            return CompleteOutcome.NoSuchConversation;

        var review = new Review { ConversationId = id, ReviewerId = command.Reviewer, Act = ReviewAct.Completed, At = clock.GetUtcNow() };
        db.Reviews.Add(review);
        db.Audit(review.At, command.Reviewer, "review.complete", command.Conversation, new { review = review.Id });
        await db.SaveReviewAsync(id, conversations.Value.SessionGap, cancellationToken);
        return CompleteOutcome.Completed;
    }
}
