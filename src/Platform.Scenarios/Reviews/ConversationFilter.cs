using FluentValidation;
using Microsoft.EntityFrameworkCore;
using Platform.Data;
using Platform.Data.Conversations;
using Platform.Data.Reviews;

namespace Platform.Scenarios.Reviews;

/// <summary>Which conversations are meant. Everything that is null lets all pass.</summary>
public sealed record ConversationFilter
{
    /// <summary>Stands in what the person or the bot said.</summary>
    public string? Text { get; init; }

    public string? Channel { get; init; }

    public string? Scenario { get; init; }

    public SessionOutcome? Outcome { get; init; }

    /// <summary>The conversation holds an answer that was decided so, see <see cref="Turns.Decisions"/>.</summary>
    public string? Decision { get; init; }

    public FeedbackFilter? Feedback { get; init; }

    public ReviewState? Review { get; init; }

    public Handling? Handling { get; init; }

    /// <summary>First part of the language: <c>zh</c>, <c>en</c>.</summary>
    public string? Locale { get; init; }

    /// <summary>The last turn came at or after this moment.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>The last turn came before this moment.</summary>
    public DateTimeOffset? Before { get; init; }

    public ConversationSort Sort { get; init; }

    /// <param name="all">Whether all that passes is wanted, and not only what comes first: texts are then looked through as they lie, unless the time leaves few of them.</param>
    internal IQueryable<Conversation> Apply(PlatformDbContext db, bool all = false)
    {
        var found = db.Conversations.AsNoTracking();
        if (From is { } from)
            found = found.Where(c => c.LastTurnAt >= from);
        if (Before is { } before)
            found = found.Where(c => c.LastTurnAt < before);
        if (Review is { } review)
            found = found.Where(c => c.ReviewState == review);
        if (Handling is { } handling)
            found = found.Where(c => c.Handling == handling);
        if (Outcome is { } outcome)
            found = found.Where(c => c.Outcome == outcome);
        if (!string.IsNullOrEmpty(Channel))
            found = found.Where(c => c.Channel == Channel);
        if (!string.IsNullOrEmpty(Scenario))
            found = found.Where(c => c.Scenario == Scenario);
        if (!string.IsNullOrEmpty(Locale))
            found = found.Where(c => c.Locale != null && c.Locale.StartsWith(Locale));
        if (!string.IsNullOrEmpty(Decision))
            found = found.Where(c => db.Turns.Any(t => t.ConversationId == c.Id && t.Decision == Decision));
        if (Feedback is { } feedback)
            found = feedback == FeedbackFilter.Any
                ? found.Where(c => db.Feedback.Any(f => f.ConversationId == c.Id))
                : found.Where(c => db.Feedback.Any(f => f.ConversationId == c.Id && f.Liked == (feedback == FeedbackFilter.Liked)));
        if (Text?.Trim() is { Length: > 0 } text)
        {
            var pattern = $"%{text.Replace("\\", @"\\", StringComparison.Ordinal).Replace("%", "\\%", StringComparison.Ordinal).Replace("_", "\\_", StringComparison.Ordinal).Replace("[", "\\[", StringComparison.Ordinal)}%";
            var said = db.Turns.Where(t => t.Text != null && EF.Functions.Like(t.Text, pattern, "\\"));
            found = all && From is null
                ? found.Where(c => said.Select(t => t.ConversationId).Contains(c.Id))
                : found.Where(c => said.Any(t => t.ConversationId == c.Id));
        }

        return found;
    }

    internal IQueryable<Conversation> ApplySorted(PlatformDbContext db, bool all = false) => Sort switch
    {
        ConversationSort.Oldest => Apply(db, all).OrderBy(c => c.LastTurnAt).ThenBy(c => c.Id),
        _ => Apply(db, all).OrderByDescending(c => c.LastTurnAt).ThenByDescending(c => c.Id),
    };
}

public enum FeedbackFilter
{
    Any = 0,
    Liked = 1,
    Disliked = 2,
}

/// <summary>By the time of the last turn.</summary>
public enum ConversationSort
{
    Newest = 0,
    Oldest = 1,
}

internal sealed class ConversationFilterRules : AbstractValidator<ConversationFilter>
{
    public ConversationFilterRules()
    {
        RuleFor(f => f.Text).MaximumLength(200);
        RuleFor(f => f.Channel).MaximumLength(64);
        RuleFor(f => f.Scenario).MaximumLength(64);
        RuleFor(f => f.Decision).MaximumLength(32);
        RuleFor(f => f.Locale).MaximumLength(35);
    }
}
