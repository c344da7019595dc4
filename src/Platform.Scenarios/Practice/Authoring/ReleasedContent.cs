using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Platform.Data;
using Platform.Data.Simulations;
using Platform.Scenarios.Refresh;
using Platform.Scenarios.Simulation.Content;
using Platform.Scenarios.Simulation.Scoring;

namespace Platform.Scenarios.Practice.Authoring;

/// <summary>Brings released content from the database to practice: at the start, after each release, and every few seconds, since another server may release.</summary>
internal sealed class ReleasedContent(IDbContextFactory<PlatformDbContext> contexts, PracticeScenes scenes, TimeProvider clock, ILogger<ReleasedContent> logger) : RefreshedState(clock)
{
    private readonly SemaphoreSlim _one = new(1, 1);
    private readonly Dictionary<Guid, ((string Key, int Number) At, IAuthored? Content)> _known = [];
    private Dictionary<string, int> _inUse = new(StringComparer.Ordinal);

    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        await LoadAsync(cancellationToken);
        await base.StartAsync(cancellationToken);
    }

    public override async Task LoadAsync(CancellationToken cancellationToken)
    {
        await _one.WaitAsync(cancellationToken); // one after the other, so that what was read later stands
        try
        {
            await using var db = await contexts.CreateDbContextAsync(cancellationToken);
            var released = await db.AuthoredVersions.AsNoTracking().Where(v => v.State == ContentState.Released).Select(v => v.Id).ToListAsync(cancellationToken);
            var inUse = await db.AuthoredContents.AsNoTracking().Where(c => c.Released != null).ToDictionaryAsync(c => c.Key, c => c.Released!.Value, StringComparer.Ordinal, cancellationToken);
            var unknown = released.Where(id => !_known.ContainsKey(id)).ToList();
            if (unknown.Count == 0 && inUse.Count == _inUse.Count && !inUse.Except(_inUse).Any())
                return;

            // A version never changes, so each is read once.
            await ReadAsync(db, unknown, cancellationToken);
            _inUse = inUse;
            scenes.Use(new AuthoredScenes(_known.Values.Where(k => k.Content is not null).ToDictionary(k => k.At, k => k.Content!), inUse));
            logger.Loaded(inUse.Count, _known.Count);
        }
        finally
        {
            _one.Release();
        }
    }

    private async Task ReadAsync(PlatformDbContext db, List<Guid> wanted, CancellationToken cancellationToken)
    {
        var rows = await (from version in db.AuthoredVersions.AsNoTracking()
                          join content in db.AuthoredContents on version.ContentId equals content.Id
                          where wanted.Contains(version.Id)
                          select new { version.Id, version.Number, version.Text, content.Kind, content.Key, content.Lang }).ToListAsync(cancellationToken);
        foreach (var row in rows)
        {
            var (content, _) = DraftReader.Read(row.Kind, row.Key, row.Lang, row.Text);
            _known[row.Id] = ((row.Key, row.Number), content is Rubric rubric ? rubric with { Version = row.Number } : content);
            if (content is null)
                logger.NotRead(row.Id); // the rules became stricter since it was released
        }
    }

    protected override void TellNotLoaded(string failure) => logger.NotLoaded(failure);

    public override void Dispose()
    {
        _one.Dispose();
        base.Dispose();
    }
}

internal static partial class ReleasedContentLog
{
    [LoggerMessage(2921, LogLevel.Information, "Authored scenes loaded: {InUse} in use, {Versions} versions")]
    public static partial void Loaded(this ILogger logger, int inUse, int versions);

    [LoggerMessage(2922, LogLevel.Warning, "A released version was left out, since it breaks a rule of today: {VersionId}")]
    public static partial void NotRead(this ILogger logger, Guid versionId);

    [LoggerMessage(2923, LogLevel.Warning, "Authored scenes were not loaded: {Failure}")]
    public static partial void NotLoaded(this ILogger logger, string failure);
}
