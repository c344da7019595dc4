using MediatR;
using Microsoft.EntityFrameworkCore;
using Platform.Data;
using Platform.Scenarios.Simulation.Content;

namespace Platform.Scenarios.Practice.Authoring;

/// <summary>Reads a text that is being written, without keeping it.</summary>
/// <returns>Null when there is no such content, or not for this person.</returns>
public sealed record CheckDraft(TrainerScope By, string Key, string Text) : IRequest<DraftCheck?>;

/// <param name="Problems">Every problem with its place; empty when it can be played.</param>
/// <param name="Partners">With whom it can be tried.</param>
/// <param name="HasCrisis">Whether there is a variant with a risk to try.</param>
public sealed record DraftCheck(IReadOnlyList<ContentProblem> Problems, IReadOnlyList<PartnerChoice> Partners, bool HasCrisis);

internal sealed class CheckDraftHandler(PlatformDbContext db, PracticeScenes scenes) : IRequestHandler<CheckDraft, DraftCheck?>
{
    public async Task<DraftCheck?> Handle(CheckDraft query, CancellationToken cancellationToken)
    {
        if (!await query.By.TrainsAsync(db, cancellationToken))
            return null;
        if (await db.AuthoredContents.AsNoTracking().SingleOrDefaultAsync(c => c.Key == query.Key, cancellationToken) is not { } content)
            return null;
        var (draft, problems) = DraftReader.Read(content.Kind, content.Key, content.Lang, query.Text);
        return new DraftCheck(problems, draft is null ? [] : DraftScenes.Choices(scenes, draft), draft is Counseling.HelpSeeker { Crisis: not null });
    }
}
