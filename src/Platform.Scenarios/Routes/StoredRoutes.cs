using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Platform.Data;
using Platform.Model.Routes;
using Platform.Scenarios.Refresh;

namespace Platform.Scenarios.Routes;

/// <summary>Brings the routes that were set while the platform ran from the database to the model's side: at the start, and every few seconds, since another server or a command may set them.</summary>
internal sealed class StoredRoutes(IDbContextFactory<PlatformDbContext> contexts, ModelRoutes routes, TimeProvider clock, ILogger<StoredRoutes> logger) : RefreshedState(clock)
{
    private Dictionary<string, string> _last = [];

    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        await LoadAsync(cancellationToken);
        await base.StartAsync(cancellationToken);
    }

    public override async Task LoadAsync(CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var stored = await db.StoredRoutes.AsNoTracking().ToDictionaryAsync(r => r.Skill, r => r.Definition, StringComparer.OrdinalIgnoreCase, cancellationToken);
        if (stored.Count == _last.Count && !stored.Except(_last).Any())
            return;

        var read = new Dictionary<string, ModelRoute>(StringComparer.OrdinalIgnoreCase);
        foreach (var (skill, definition) in stored)
        {
            try
            {
                read[skill] = RouteJson.Read(definition);
            }
            catch (JsonException)
            {
                logger.NotRead(skill); // of a newer version, or changed by hand; the configuration's stands
            }
        }

        routes.Store(read);
        _last = stored;
        logger.Loaded(read.Count);
    }

    protected override void TellNotLoaded(string failure) => logger.NotLoaded(failure);
}

internal static partial class StoredRoutesLog
{
    [LoggerMessage(2811, LogLevel.Information, "Routes loaded: {Routes} set while the platform ran")]
    public static partial void Loaded(this ILogger logger, int routes);

    [LoggerMessage(2812, LogLevel.Warning, "Stored route left out, its definition cannot be read: {Skill}")]
    public static partial void NotRead(this ILogger logger, string skill);

    [LoggerMessage(2813, LogLevel.Warning, "Routes were not loaded: {Failure}")]
    public static partial void NotLoaded(this ILogger logger, string failure);
}
