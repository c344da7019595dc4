using MediatR;
using Microsoft.EntityFrameworkCore;
using Platform.Data;
using Platform.Data.Operations;
using Platform.Data.Simulations;
using Platform.Scenarios.Simulation.Content;

namespace Platform.Scenarios.Practice.Authoring;

/// <summary>New sessions begin with this version from now on; running ones go on with theirs. An earlier version can be released again.</summary>
public sealed record ReleaseVersion(TrainerScope By, string Key, int Number) : IRequest<ReleaseOutcome>;

public abstract record ReleaseOutcome
{
    public sealed record Released : ReleaseOutcome;

    /// <summary>Its sheet is not green, or there is none. Nothing is asked of a rubric but that it breaks no rule.</summary>
    public sealed record NotAccepted : ReleaseOutcome;

    public sealed record Broken(IReadOnlyList<ContentProblem> Problems) : ReleaseOutcome;

    public sealed record NoSuchVersion : ReleaseOutcome;

    /// <summary>Somebody else changed it in the meantime.</summary>
    public sealed record Overtaken : ReleaseOutcome;
}

internal sealed class ReleaseVersionHandler(PlatformDbContext db, ReleasedContent released, TimeProvider clock) : IRequestHandler<ReleaseVersion, ReleaseOutcome>
{
    public async Task<ReleaseOutcome> Handle(ReleaseVersion command, CancellationToken cancellationToken)
    {
        if (!await command.By.TrainsAsync(db, cancellationToken) || await db.AuthoredContents.SingleOrDefaultAsync(c => c.Key == command.Key, cancellationToken) is not { } content)
            return new ReleaseOutcome.NoSuchVersion();
        if (await db.AuthoredVersions.SingleOrDefaultAsync(v => v.ContentId == content.Id && v.Number == command.Number, cancellationToken) is not { } version)
            return new ReleaseOutcome.NoSuchVersion();
        var (read, problems) = DraftReader.Read(content.Kind, content.Key, content.Lang, version.Text);
        if (read is null)
            return new ReleaseOutcome.Broken(problems);
        if (version.Accepted != true && content.Kind != ContentKind.Rubric) // nobody plays a rubric
            return new ReleaseOutcome.NotAccepted();

        (version.State, version.ReleasedAt) = (ContentState.Released, version.ReleasedAt ?? clock.GetUtcNow());
        (content.Released, content.RetiredAt) = (version.Number, null);
        db.Audit(clock.GetUtcNow(), command.By.Id, "practice-content.release", content.Id, new { version = version.Number });
        try
        {
            await db.SaveChangesAsync(cancellationToken);
        }
        catch (DbUpdateConcurrencyException)
        {
            return new ReleaseOutcome.Overtaken();
        }

        await released.LoadAsync(cancellationToken);
        return new ReleaseOutcome.Released();
    }
}
