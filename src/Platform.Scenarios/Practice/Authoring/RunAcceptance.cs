using System.Text.Json;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Platform.Data;
using Platform.Scenarios.Simulation.Acceptance;
using Platform.Scenarios.Simulation.Characters;
using Platform.Scenarios.Simulation.Content;

namespace Platform.Scenarios.Practice.Authoring;

/// <summary>Plays a saved version with its scripted trainees, in a few scenes and with fixed seeds, and keeps the sheet beside it.</summary>
public sealed record RunAcceptance(TrainerScope By, string Key, int Number) : IRequest<AcceptanceOutcome>;

public abstract record AcceptanceOutcome
{
    public sealed record Tested(AcceptanceResult Sheet) : AcceptanceOutcome;

    public sealed record Broken(IReadOnlyList<ContentProblem> Problems) : AcceptanceOutcome;

    public sealed record NoSuchVersion : AcceptanceOutcome;
}

/// <summary>The sheet as it is kept: one row a scene; green when every scene may be released.</summary>
public sealed record AcceptanceResult(DateTimeOffset At, IReadOnlyList<AcceptanceRow> Scenes)
{
    public bool Passed => Scenes.Count > 0 && Scenes.All(scene => scene.Passed);
}

/// <param name="Ordered">Triples in which the good trainee scored above the ordinary and that one above the bad.</param>
/// <param name="MoodRight">Triples in which the good trainee left the person better and the bad one worse.</param>
/// <param name="Good">Mean score.</param>
public sealed record AcceptanceRow(
    string Name, string Title, bool Crisis, int Triples, int Ordered, int MoodRight, int Contradictions, int EarlyFacts, int RoleFlips, int Voids, int Replies, int Repeated, double Variety,
    double Good, double Ordinary, double Bad, bool Passed);

internal sealed class RunAcceptanceHandler(PlatformDbContext db, PracticeScenes scenes, TimeProvider clock) : IRequestHandler<RunAcceptance, AcceptanceOutcome>
{
    private static readonly long[] Seeds = [1, 2, 3];
    private static readonly SemaphoreSlim One = new(1, 1); // it takes a processor for seconds

    public async Task<AcceptanceOutcome> Handle(RunAcceptance command, CancellationToken cancellationToken)
    {
        if (!await command.By.TrainsAsync(db, cancellationToken) || await db.AuthoredContents.AsNoTracking().SingleOrDefaultAsync(c => c.Key == command.Key, cancellationToken) is not { } content)
            return new AcceptanceOutcome.NoSuchVersion();
        if (await db.AuthoredVersions.SingleOrDefaultAsync(v => v.ContentId == content.Id && v.Number == command.Number, cancellationToken) is not { } version)
            return new AcceptanceOutcome.NoSuchVersion();
        var (draft, problems) = DraftReader.Read(content.Kind, content.Key, content.Lang, version.Text);
        if (draft is null)
            return new AcceptanceOutcome.Broken(problems);

        await One.WaitAsync(cancellationToken);
        try
        {
            var run = new AcceptanceRun(scenes.Recogniser, scenes.Rubrics);
            var sheet = new AcceptanceResult(clock.GetUtcNow(), await Task.Run(() => DraftScenes.ForAcceptance(scenes, draft).Select(scene => Row(scene, run.Run(scene, Seeds, cancellationToken))).ToList(), cancellationToken));
            (version.Sheet, version.Accepted) = (JsonSerializer.Serialize(sheet, JsonSerializerOptions.Web), sheet.Passed);
            await db.SaveChangesAsync(cancellationToken);
            return new AcceptanceOutcome.Tested(sheet);
        }
        finally
        {
            One.Release();
        }
    }

    private static AcceptanceRow Row(Scene scene, AcceptanceSheet sheet) => new(
        sheet.Name, sheet.Title, scene.Key.Crisis, sheet.Triples, sheet.Ordered, sheet.MoodRight, sheet.Contradictions, sheet.EarlyFacts, sheet.RoleFlips, sheet.Voids, sheet.Replies, sheet.Repeated,
        Math.Round(sheet.Variety, 2), Math.Round(sheet.Good.Average(), 1), Math.Round(sheet.Ordinary.Average(), 1), Math.Round(sheet.Bad.Average(), 1), sheet.Released);
}
