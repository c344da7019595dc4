using MediatR;
using Microsoft.EntityFrameworkCore;
using Platform.Data;
using Platform.Data.Conversations;

namespace Platform.Scenarios.Conversations;

/// <summary>A person's thumb on an answer, with a word if they left one.</summary>
/// <param name="Liked">Null takes back what was given before.</param>
public sealed record GiveFeedback(string Channel, string ChannelConversationId, AnswerAddress Answer, bool? Liked, string? Comment) : IRequest<FeedbackOutcome>;

/// <summary>Which answer is meant: by the id that the channel gave it, or by its place in the conversation.</summary>
public abstract record AnswerAddress
{
    public sealed record Activity(string Id) : AnswerAddress;

    public sealed record Place(int Sequence) : AnswerAddress;

    /// <summary>What the bot said last; for channels that do not say which message is judged.</summary>
    public sealed record Latest : AnswerAddress;
}

/// <summary>What came of a thumb.</summary>
public enum FeedbackOutcome
{
    Kept = 0,

    /// <summary>The conversation is not known, or the bot said nothing at that place.</summary>
    NoSuchAnswer = 1,
}

internal sealed class GiveFeedbackHandler(IDbContextFactory<PlatformDbContext> contexts, IGrainFactory grains, TimeProvider clock) : IRequestHandler<GiveFeedback, FeedbackOutcome>
{
    private const int LongestComment = 2000;
    private const int Looks = 5;
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(200);

    public async Task<FeedbackOutcome> Handle(GiveFeedback command, CancellationToken cancellationToken)
    {
        if (await FindAsync(command, cancellationToken) is not { } answer)
            return FeedbackOutcome.NoSuchAnswer;

        try
        {
            await KeepAsync(command, answer, cancellationToken);
        }
        catch (DbUpdateException refused) when (TurnWriter.IsConstraint(refused.InnerException))
        {
            await KeepAsync(command, answer, cancellationToken); // two thumbs at once: the other one made the row
        }

        if (command.Liked is { } liked)
            await grains.GetGrain<IConversationGrain>(ConversationKey.Of(command.Channel, command.ChannelConversationId)).Judge(liked);
        return FeedbackOutcome.Kept;
    }

    /// <summary>A channel can show a message, and pass on a thumb, a moment before the id it gave the message is kept here.</summary>
    private async Task<Answer?> FindAsync(GiveFeedback command, CancellationToken cancellationToken)
    {
        for (var look = 1; ; look++)
        {
            await using var db = await contexts.CreateDbContextAsync(cancellationToken);
            var said = db.Conversations
                .Where(c => c.Channel == command.Channel && c.ChannelConversationId == command.ChannelConversationId)
                .Join(db.Turns, c => c.Id, t => t.ConversationId, (_, turn) => turn)
                .Where(t => t.Speaker == Speaker.Bot);
            var meant = command.Answer switch
            {
                AnswerAddress.Place place => said.Where(t => t.Sequence == place.Sequence),
                AnswerAddress.Activity activity => said.Where(t => t.ActivityId == activity.Id),
                AnswerAddress.Latest => said.OrderByDescending(t => t.Sequence),
                var other => throw new InvalidOperationException($"No query is written for {other.GetType().Name}."),
            };
            if (await meant.Select(t => new Answer(t.ConversationId, t.Id)).FirstOrDefaultAsync(cancellationToken) is { } answer)
                return answer;
            if (look == Looks || !await said.AnyAsync(t => t.State == TurnState.Pending, cancellationToken))
                return null;
            await Task.Delay(BetweenLooks, clock, cancellationToken);
        }
    }

    private async Task KeepAsync(GiveFeedback command, Answer answer, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var kept = await db.Feedback.SingleOrDefaultAsync(f => f.TurnId == answer.Turn, cancellationToken);
        var comment = command.Comment is { Length: > LongestComment } longer ? longer[..LongestComment] : command.Comment;
        if (command.Liked is not { } liked)
        {
            if (kept is not null)
                db.Remove(kept);
        }
        else if (kept is null)
        {
            db.Add(new Feedback { ConversationId = answer.Conversation, TurnId = answer.Turn, Liked = liked, Comment = comment, At = clock.GetUtcNow() });
        }
        else
        {
            kept.Comment = comment ?? (kept.Liked == liked ? kept.Comment : null);
            (kept.Liked, kept.At) = (liked, clock.GetUtcNow());
        }

        await db.SaveChangesAsync(cancellationToken);
    }

    private sealed record Answer(ConversationId Conversation, TurnId Turn);
}
