using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Platform.Data;
using Platform.Data.ModelRegistry;
using Platform.Model.Serving;
using Platform.Scenarios.Refresh;

namespace Platform.Scenarios.Improvement;

/// <summary>Serves the versions that are in service: at the start, and every few seconds, since another server or a command may promote one. A version has what is configured under its name, but for the folder.</summary>
internal sealed class PromotedModels(IDbContextFactory<PlatformDbContext> contexts, ModelHost host, IOptions<DataOptions> data, IOptions<ServingOptions> serving, TimeProvider clock, ILogger<PromotedModels> logger) : RefreshedState(clock)
{
    private readonly Dictionary<string, Guid> _served = new(StringComparer.Ordinal);
    private readonly SemaphoreSlim _gate = new(1, 1);

    public override async Task LoadAsync(CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken);
        try
        {
            await using var db = await contexts.CreateDbContextAsync(cancellationToken);
            var wanted = await db.ModelVersions.AsNoTracking().Where(v => v.State == ModelVersionState.InService).ToListAsync(cancellationToken);
            foreach (var version in wanted.Where(version => _served.GetValueOrDefault(version.Name) != version.Id))
                await ServeAsync(version, cancellationToken);
            foreach (var name in _served.Keys.Except(wanted.Select(version => version.Name), StringComparer.Ordinal).ToList())
            {
                await host.RemoveAsync(name);
                _served.Remove(name);
            }
        }
        finally
        {
            _gate.Release();
        }
    }

    public override void Dispose()
    {
        _gate.Dispose();
        base.Dispose();
    }

    private async Task ServeAsync(ModelVersion version, CancellationToken cancellationToken)
    {
        if (VersionFolder.Fault(version, data.Value) is not null)
        {
            logger.Changed(version.Name, version.Number);
            return;
        }

        try
        {
            var configured = serving.Value.Models.GetValueOrDefault(version.Name) ?? new ServedModelOptions();
            await host.PublishAsync(version.Name, configured with { Folder = VersionFolder.Of(version, data.Value) }, cancellationToken);
            _served[version.Name] = version.Id;
            logger.Served(version.Name, version.Number);
        }
        catch (AdmissionException refusal)
        {
            logger.NotServed(version.Name, version.Number, refusal.GetType().Name);
        }
    }

    protected override void TellNotLoaded(string failure) => logger.NotLoaded(failure);
}

internal static partial class PromotedModelsLog
{
    [LoggerMessage(2911, LogLevel.Information, "Model version served: {Model} {Number}")]
    public static partial void Served(this ILogger logger, string model, int number);

    [LoggerMessage(2912, LogLevel.Error, "Model version not served, its folder is not what was registered: {Model} {Number}")]
    public static partial void Changed(this ILogger logger, string model, int number);

    [LoggerMessage(2913, LogLevel.Error, "Model version not served: {Model} {Number}, {Failure}")]
    public static partial void NotServed(this ILogger logger, string model, int number, string failure);

    [LoggerMessage(2914, LogLevel.Error, "Model versions were not looked up, {Failure}; tried again")]
    public static partial void NotLoaded(this ILogger logger, string failure);
}
