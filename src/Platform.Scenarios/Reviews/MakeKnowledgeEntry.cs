using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Platform.Data;
using Platform.Data.Conversations;
using Platform.Data.Operations;
using Platform.Data.Reviews;
using Platform.Scenarios.Knowledge;
using Platform.Scenarios.Knowledge.Editing;

namespace Platform.Scenarios.Reviews;

/// <summary>Makes a knowledge entry of an answer: what the person asked, and what was said or should have been said. The next answer knows it.</summary>
/// <param name="Question">Instead of the person's own words.</param>
/// <param name="Answer">Instead of the corrected, or else the given, answer.</param>
public sealed record MakeKnowledgeEntry(Guid Turn, Guid Reviewer, string? Question = null, string? Answer = null) : IRequest<MakeEntryOutcome>;

public abstract record MakeEntryOutcome
{
    public sealed record Made(Guid Entry, Guid Review) : MakeEntryOutcome;

    /// <param name="Why">The rules of the knowledge base that the entry breaks.</param>
    public sealed record Refused(string Why) : MakeEntryOutcome;

    /// <summary>It is no answer of the bot, or answers nothing that was said in words.</summary>
    public sealed record NoQuestion : MakeEntryOutcome;
}

internal sealed class MakeKnowledgeEntryRules : AbstractValidator<MakeKnowledgeEntry>
{
    public MakeKnowledgeEntryRules()
    {
        RuleFor(m => m.Question).MaximumLength(EntryContent.LongestQuestion);
        RuleFor(m => m.Answer).MaximumLength(EntryContent.LongestAnswer);
    }
}

internal sealed class MakeKnowledgeEntryHandler(PlatformDbContext db, IMediator mediator, TimeProvider clock) : IRequestHandler<MakeKnowledgeEntry, MakeEntryOutcome>
{
    public async Task<MakeEntryOutcome> Handle(MakeKnowledgeEntry command, CancellationToken cancellationToken)
    {
        var turnId = new TurnId(command.Turn);
        var answer = await db.Turns.AsNoTracking().SingleOrDefaultAsync(t => t.Id == turnId && t.Speaker == Speaker.Bot, cancellationToken);
        if (answer is null)
            return new MakeEntryOutcome.NoQuestion();

        var asked = command.Question ?? await db.Turns.Where(t => t.ConversationId == answer.ConversationId && t.Sequence == answer.InReplyTo).Select(t => t.Text).SingleOrDefaultAsync(cancellationToken);
        if (string.IsNullOrWhiteSpace(asked))
            return new MakeEntryOutcome.NoQuestion();

        var corrected = await db.Reviews.Where(r => r.TurnId == turnId && r.UndoneAt == null && r.Act == ReviewAct.Judged)
            .OrderByDescending(r => r.At).ThenByDescending(r => r.Id).Select(r => r.CorrectedText).FirstOrDefaultAsync(cancellationToken);
        var content = new EntryContent { Question = asked, Answer = command.Answer ?? corrected ?? answer.Text ?? "" };
        switch (await mediator.Send(new SaveEntry(null, 0, content, command.Reviewer, Source: "review"), cancellationToken))
        {
            case SaveOutcome.Saved saved:
                var review = new Review { ConversationId = answer.ConversationId, TurnId = turnId, ReviewerId = command.Reviewer, Act = ReviewAct.EntryMade, EntryId = saved.Id, At = clock.GetUtcNow() };
                db.Reviews.Add(review);
                db.Audit(review.At, command.Reviewer, "review.make-entry", command.Turn, new { entry = saved.Id, review = review.Id });
                await db.SaveReviewAsync(answer.ConversationId, CancellationToken.None); // the entry is made already
                return new MakeEntryOutcome.Made(saved.Id, review.Id);
            case SaveOutcome.Refused refused:
                return new MakeEntryOutcome.Refused(string.Join("; ", refused.Rules));
            default:
                throw new InvalidOperationException("A new knowledge entry was neither saved nor refused.");
        }
    }
}
