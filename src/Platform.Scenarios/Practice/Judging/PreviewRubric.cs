using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Platform.Data;
using Platform.Data.Simulations;
using Platform.Scenarios.Practice.Authoring;
using Platform.Scenarios.Simulation.Characters;
using Platform.Scenarios.Simulation.Scoring;

namespace Platform.Scenarios.Practice.Judging;

/// <summary>Scores the latest sessions of the trainer's people twice, by the rubrics that they were judged by and by a text that is being written. Nothing is kept.</summary>
/// <param name="Sessions">How many.</param>
/// <returns>Null when the text cannot judge, or not for this person.</returns>
public sealed record PreviewRubric(TrainerScope By, string Text, int Sessions) : IRequest<RubricPreview?>
{
    public const int MostSessions = 100;
}

/// <param name="Rows">Newest first; only sessions that the rubric would judge.</param>
public sealed record RubricPreview(IReadOnlyList<PreviewRow> Rows)
{
    public int Changed => Rows.Count(row => row.Before != row.After);

    public double MeanBefore => Rows.Count == 0 ? 0 : Rows.Average(row => row.Before.Score);

    public double MeanAfter => Rows.Count == 0 ? 0 : Rows.Average(row => row.After.Score);

    public int PassedBefore => Rows.Count(row => row.Before.Passed);

    public int PassedAfter => Rows.Count(row => row.After.Passed);
}

/// <param name="Before">What the program gives by the rubrics of the session; people's decisions are in neither.</param>
public sealed record PreviewRow(Guid Session, string Title, string Person, DateTimeOffset StartedAt, PreviewScore Before, PreviewScore After, IReadOnlyList<PreviewCriterion> Criteria);

public sealed record PreviewScore(int Score, bool Passed);

/// <param name="Name">In the language of the scene.</param>
/// <param name="Before">Share that was met; null where the criterion was not asked.</param>
public sealed record PreviewCriterion(string Id, string Name, double? Before, double? After);

internal sealed class PreviewRubricRules : AbstractValidator<PreviewRubric>
{
    public PreviewRubricRules()
    {
        RuleFor(preview => preview.Text).NotNull().MaximumLength(SaveDraft.MostSigns);
        RuleFor(preview => preview.Sessions).InclusiveBetween(1, PreviewRubric.MostSessions);
    }
}

internal sealed class PreviewRubricHandler(PlatformDbContext db, PracticeScenes scenes) : IRequestHandler<PreviewRubric, RubricPreview?>
{
    public async Task<RubricPreview?> Handle(PreviewRubric query, CancellationToken cancellationToken)
    {
        if (!await query.By.TrainsAsync(db, cancellationToken) || RubricText.Read(query.Text) is not { } draft || draft.Problems().Any())
            return null;
        var sessions = await query.By.Sessions(db).Include(s => s.Turns).AsNoTracking()
            .Where(s => s.Family == draft.Family && s.Score != null && s.ScoreDetails != null && (!draft.Crisis || s.Crisis))
            .OrderByDescending(s => s.StartedAt).Take(query.Sessions).ToListAsync(cancellationToken);
        return await Task.Run(() => new RubricPreview([.. sessions.Select(session => Row(session, draft, cancellationToken)).OfType<PreviewRow>()]), cancellationToken);
    }

    /// <returns>Null when what was said or the scene is not there any more.</returns>
    private PreviewRow? Row(PracticeSession session, Rubric draft, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (ClosedBranches.Attempt(session.ScoreDetails)?.Head is not { } head || scenes.TryCompose(session) is not { } scene)
            return null;
        List<PlayTurn> turns = [.. PracticeJson.Branch(session.Turns, head).Select(turn => turn.Turn)];
        var opening = PracticeJson.Read<PracticeOpening>(session.Opening).State;
        var rubrics = scenes.RubricsOf(session);
        var (before, after) = (SessionScorer.Score(scene, rubrics, opening, turns), SessionScorer.Score(scene, RubricShelf.Replace(rubrics, draft), opening, turns));
        return new PreviewRow(session.Id, scene.Title, scene.Name, session.StartedAt, new PreviewScore(before.Score, before.Passed), new PreviewScore(after.Score, after.Passed), Beside(before, after));
    }

    private static List<PreviewCriterion> Beside(SessionScore before, SessionScore after) =>
        [.. after.Criteria.Concat(before.Criteria).DistinctBy(criterion => criterion.Id, StringComparer.Ordinal)
            .Select(criterion => new PreviewCriterion(criterion.Id, criterion.Name, Share(before, criterion.Id), Share(after, criterion.Id)))];

    private static double? Share(SessionScore score, string criterion) => score.Criteria.FirstOrDefault(one => one.Id == criterion)?.Share;
}
