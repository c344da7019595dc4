using MediatR;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Platform.Data;
using Platform.Data.Knowledge;
using Platform.Data.Operations;
using Platform.Data.Reviews;
using Platform.Scenarios.Conversations;
using Platform.Scenarios.Knowledge.Editing;

namespace Platform.Scenarios.Reviews;

/// <summary>Takes back a reviewer's latest act, or one that is named; only their own, and within <see cref="UndoReviewHandler.Window"/>.</summary>
public sealed record UndoReview(Guid Reviewer, Guid? Review = null) : IRequest<UndoOutcome>;

public abstract record UndoOutcome
{
    public sealed record Undone(Guid Conversation, Guid? Turn, ReviewAct Act) : UndoOutcome;

    public sealed record NothingToUndo : UndoOutcome;

    public sealed record TooLate(DateTimeOffset At) : UndoOutcome;

    /// <summary>The knowledge entry was edited since it was made; it is archived by hand, if at all.</summary>
    public sealed record EntryChanged(Guid Entry) : UndoOutcome;
}

internal sealed class UndoReviewHandler(PlatformDbContext db, IMediator mediator, IOptions<ConversationOptions> conversations, TimeProvider clock) : IRequestHandler<UndoReview, UndoOutcome>
{
    public static readonly TimeSpan Window = TimeSpan.FromHours(24);

    public async Task<UndoOutcome> Handle(UndoReview command, CancellationToken cancellationToken)
    {
        var review = await db.Reviews.Where(r => r.ReviewerId == command.Reviewer && r.UndoneAt == null && (command.Review == null || r.Id == command.Review))
            .OrderByDescending(r => r.At).ThenByDescending(r => r.Id).FirstOrDefaultAsync(cancellationToken);
        if (review is null)
            return new UndoOutcome.NothingToUndo();

        var now = clock.GetUtcNow();
        if (now - review.At > Window)
            return new UndoOutcome.TooLate(review.At);

        if (review.EntryId is { } entry && !await ArchiveAsync(entry, command.Reviewer, cancellationToken))
            return new UndoOutcome.EntryChanged(entry);

        review.UndoneAt = now;
        db.Audit(now, command.Reviewer, "review.undo", review.Id, new { Act = review.Act.ToString(), turn = review.TurnId?.Value, conversation = review.ConversationId.Value });
        await db.SaveReviewAsync(review.ConversationId, conversations.Value.SessionGap, cancellationToken);
        return new UndoOutcome.Undone(review.ConversationId.Value, review.TurnId?.Value, review.Act);
    }

    private async Task<bool> ArchiveAsync(Guid entry, Guid reviewer, CancellationToken cancellationToken)
    {
        if (await mediator.Send(new ReadEntry(entry), cancellationToken) is not { } known)
            return true;
        if (known.Version > 1)
            return false;
        return await mediator.Send(new SaveEntry(entry, known.Version, known.Content with { State = KnowledgeState.Archived }, reviewer), cancellationToken)
            is SaveOutcome.Saved or SaveOutcome.Unchanged;
    }
}
