using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Platform.Data;

namespace Platform.Bots.Operations;

/// <summary>Before anything else starts: the data folder can be written and the database has every migration.</summary>
internal sealed class DatabaseStart(IDbContextFactory<PlatformDbContext> contexts, IOptions<DataOptions> options) : IHostedLifecycleService
{
    public async Task StartingAsync(CancellationToken cancellationToken) => await MigrateAsync(contexts, options.Value, cancellationToken);

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public static async Task MigrateAsync(IDbContextFactory<PlatformDbContext> contexts, DataOptions options, CancellationToken cancellationToken)
    {
        ProveWritable(options);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await db.Database.MigrateAsync(cancellationToken);
    }

    /// <summary>Makes the data folder if it is not there.</summary>
    /// <exception cref="StartupException">The data folder cannot be written.</exception>
    public static void ProveWritable(DataOptions options)
    {
        try
        {
            Directory.CreateDirectory(options.FullPath());
            var probe = options.FullPath($".probe-{Guid.NewGuid():N}");
            File.WriteAllText(probe, "");
            File.Delete(probe);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new StartupException($"The data folder '{options.FullPath()}' cannot be written ({failure.Message}). Make it writable, or choose another with Platform:DataFolder.", failure);
        }
    }
}

/// <summary>The platform cannot start, for a reason that whoever started it can mend; printed without a stack.</summary>
internal sealed class StartupException(string message, Exception? inner = null) : Exception(message, inner);
