using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Platform.Data;
using Platform.Data.Conversations;
using Platform.Data.Operations;
using Platform.Data.Reviews;
using Platform.Scenarios.Conversations;

namespace Platform.Scenarios.Reviews;

/// <summary>A reviewer's verdict on an answer of the bot.</summary>
/// <param name="CorrectedText">What should have been said; needed for <see cref="Verdict.Corrected"/>.</param>
/// <param name="Reason">Why; needed for <see cref="Verdict.Excluded"/>.</param>
public sealed record JudgeAnswer(Guid Turn, Guid Reviewer, Verdict Verdict, string? CorrectedText = null, string? Reason = null) : IRequest<JudgeOutcome>;

public abstract record JudgeOutcome
{
    public sealed record Judged(Guid Review) : JudgeOutcome;

    public sealed record NoSuchTurn : JudgeOutcome;

    /// <summary>A person or the channel said it; only the bot's answers are judged.</summary>
    public sealed record NotAnAnswer : JudgeOutcome;
}

internal sealed class JudgeAnswerRules : AbstractValidator<JudgeAnswer>
{
    public JudgeAnswerRules()
    {
        RuleFor(j => j.Verdict).IsInEnum();
        RuleFor(j => j.CorrectedText).MaximumLength(10_000);
        RuleFor(j => j.CorrectedText).NotEmpty().When(j => j.Verdict == Verdict.Corrected);
        RuleFor(j => j.Reason).MaximumLength(1000);
        RuleFor(j => j.Reason).NotEmpty().When(j => j.Verdict == Verdict.Excluded);
    }
}

internal sealed class JudgeAnswerHandler(PlatformDbContext db, IOptions<ConversationOptions> conversations, TimeProvider clock) : IRequestHandler<JudgeAnswer, JudgeOutcome>
{
    public async Task<JudgeOutcome> Handle(JudgeAnswer command, CancellationToken cancellationToken)
    {
        var turnId = new TurnId(command.Turn);
        var turn = await db.Turns.AsNoTracking().Where(t => t.Id == turnId).Select(t => new { t.ConversationId, t.Speaker, t.Kind }).SingleOrDefaultAsync(cancellationToken);
        if (turn is null)
            return new JudgeOutcome.NoSuchTurn();
        if (turn is not { Speaker: Speaker.Bot, Kind: "message" })
            return new JudgeOutcome.NotAnAnswer();

        var review = new Review
        {
            ConversationId = turn.ConversationId,
            TurnId = turnId,
            ReviewerId = command.Reviewer,
            Act = ReviewAct.Judged,
            Verdict = command.Verdict,
            CorrectedText = command.CorrectedText?.Trim(),
            Reason = string.IsNullOrWhiteSpace(command.Reason) ? null : command.Reason.Trim(),
            At = clock.GetUtcNow(),
        };
        db.Reviews.Add(review);
        db.Audit(review.At, command.Reviewer, "review.verdict", command.Turn, new { Verdict = command.Verdict.ToString(), review = review.Id });
        await db.SaveReviewAsync(turn.ConversationId, conversations.Value.SessionGap, cancellationToken);
        return new JudgeOutcome.Judged(review.Id);
    }
}
