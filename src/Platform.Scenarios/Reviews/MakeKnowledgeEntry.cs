using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Platform.Data;
using Platform.Data.Conversations;
using Platform.Data.Operations;
using Platform.Data.Reviews;
using Platform.Scenarios.Conversations;
using Platform.Scenarios.CustomerService;
using Platform.Scenarios.Knowledge;
using Platform.Scenarios.Knowledge.Editing;
using Platform.Scenarios.Turns;

namespace Platform.Scenarios.Reviews;

/// <summary>Makes a knowledge entry of an answer: what the person asked, and what was said or should have been said. The next answer knows it.</summary>
/// <param name="Question">Instead of the question that was searched, which stands alone where the person's own words do not.</param>
/// <param name="Answer">Instead of the corrected, or else the given, answer.</param>
public sealed record MakeKnowledgeEntry(Guid Turn, Guid Reviewer, string? Question = null, string? Answer = null) : IRequest<MakeEntryOutcome>;

public abstract record MakeEntryOutcome
{
    public sealed record Made(Guid Entry, Guid Review) : MakeEntryOutcome;

    /// <param name="Rules">Those of the knowledge base that the entry breaks.</param>
    public sealed record Refused(IReadOnlyList<RuleBroken> Rules) : MakeEntryOutcome;

    /// <summary>It is no answer of the bot, or answers nothing that was said in words.</summary>
    public sealed record NoQuestion : MakeEntryOutcome;

    /// <summary>The bot did not answer, and nobody has written what should have been said.</summary>
    public sealed record NotAnswered : MakeEntryOutcome;
}

internal sealed class MakeKnowledgeEntryRules : AbstractValidator<MakeKnowledgeEntry>
{
    public MakeKnowledgeEntryRules()
    {
        RuleFor(m => m.Question).MaximumLength(EntryContent.LongestQuestion);
        RuleFor(m => m.Answer).MaximumLength(EntryContent.LongestAnswer);
    }
}

internal sealed class MakeKnowledgeEntryHandler(PlatformDbContext db, IMediator mediator, IOptions<ConversationOptions> conversations, TimeProvider clock)
    : IRequestHandler<MakeKnowledgeEntry, MakeEntryOutcome>
{
    public async Task<MakeEntryOutcome> Handle(MakeKnowledgeEntry command, CancellationToken cancellationToken)
    {
        var turnId = new TurnId(command.Turn);
        var answer = await db.Turns.AsNoTracking().SingleOrDefaultAsync(t => t.Id == turnId && t.Speaker == Speaker.Bot, cancellationToken);
        if (answer is null)
            return new MakeEntryOutcome.NoQuestion();

        var details = TurnDetails.Read(answer.Details);
        var asked = command.Question ?? details?.Query ?? await db.Turns.Where(t => t.ConversationId == answer.ConversationId && t.Sequence == answer.InReplyTo).Select(t => t.Text).SingleOrDefaultAsync(cancellationToken);
        if (string.IsNullOrWhiteSpace(asked))
            return new MakeEntryOutcome.NoQuestion();

        var corrected = await db.Reviews.Where(r => r.TurnId == turnId && r.UndoneAt == null && r.Act == ReviewAct.Judged)
            .OrderByDescending(r => r.At).ThenByDescending(r => r.Id).Select(r => r.CorrectedText).FirstOrDefaultAsync(cancellationToken);
        var said = command.Answer ?? corrected;
        if (said is null && answer.Decision != Decisions.Answered)
            return new MakeEntryOutcome.NotAnswered();

        var content = new EntryContent { Question = asked, Answer = said ?? BareAnswer.Of(answer, details) };
        switch (await mediator.Send(new SaveEntry(null, 0, content, command.Reviewer, Source: "review"), cancellationToken))
        {
            case SaveOutcome.Saved saved:
                var review = new Review { ConversationId = answer.ConversationId, TurnId = turnId, ReviewerId = command.Reviewer, Act = ReviewAct.EntryMade, EntryId = saved.Id, At = clock.GetUtcNow() };
                db.Reviews.Add(review);
                db.Audit(review.At, command.Reviewer, "review.make-entry", command.Turn, new { entry = saved.Id, review = review.Id });
                await db.SaveReviewAsync(answer.ConversationId, conversations.Value.SessionGap, CancellationToken.None); // the entry is made already
                return new MakeEntryOutcome.Made(saved.Id, review.Id);
            case SaveOutcome.Refused refused:
                return new MakeEntryOutcome.Refused(refused.Rules);
            default:
                throw new InvalidOperationException("A new knowledge entry was neither saved nor refused.");
        }
    }
}
