using System.Collections.Concurrent;
using System.Diagnostics;
using Microsoft.Extensions.Logging;

namespace Platform.Model.Serving;

/// <summary>Opens a checkpoint for serving.</summary>
/// <param name="most">Bytes that its key/value pool may take.</param>
internal delegate OpenedModel OpenModel(ServedModelOptions model, ServingOptions options, long most);

/// <summary>Puts models into memory and takes the longest unused out when it runs short.</summary>
internal sealed class ModelShelf(ConcurrentDictionary<string, ServedModel> models, ServingOptions options, OpenModel open, EngineThread thread, TimeProvider clock, ILogger logger) : IDisposable
{
    private readonly SemaphoreSlim _room = new(1, 1);

    public long Budget { get; } = options.MemoryBudget > 0 ? options.MemoryBudget : GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / 2;

    public long BytesInUse => models.Values.Sum(model => model.Current?.Opened.Bytes ?? 0);

    public void Dispose() => _room.Dispose();

    /// <param name="next">A new version to take the place of the loaded one; null only to have one loaded.</param>
    /// <exception cref="ModelUnavailableException">It cannot be loaded, or there is no room.</exception>
    /// <exception cref="UnknownModelException">It was taken out of service meanwhile.</exception>
    public async Task LoadAsync(ServedModel served, ServedModelOptions? next, CancellationToken cancellationToken)
    {
        await served.Loading.WaitAsync(cancellationToken);
        try
        {
            if (served.IsRemoved)
                throw new UnknownModelException($"The model '{served.Name}' is not served any more.");
            if (next is null && served.Current is not null)
                return; // another request has loaded it meanwhile
            var wanted = next ?? served.Options;
            var loaded = await OpenAsync(served, wanted, cancellationToken);
            (served.Options, served.Failure) = (wanted, null);
            served.Lead(loaded)?.Retire(options.DrainTime);
        }
        finally
        {
            served.Loading.Release();
        }
    }

    public async Task UnloadAsync(ServedModel served)
    {
        if (served.Lead(null) is not { } loaded)
            return;
        loaded.Retire(options.DrainTime);
        await loaded.Gone;
        logger.ModelUnloaded(served.Name, loaded.Version);
    }

    private async Task<LoadedModel> OpenAsync(ServedModel served, ServedModelOptions wanted, CancellationToken cancellationToken)
    {
        var watch = Stopwatch.StartNew();
        await _room.WaitAsync(cancellationToken); // one at a time: two would take the same room
        try
        {
            var estimate = await Task.Run(() => ModelSize.Estimate(wanted), CancellationToken.None);
            await MakeRoomAsync(served, estimate, cancellationToken);
            // a thread of its own: opening takes seconds, and the engine's thread serves others meanwhile
            var opened = await Task.Factory.StartNew(() => open(wanted, options, Budget / 4), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
            var loaded = await StartAsync(served, wanted, opened, cancellationToken);
            logger.ModelLoaded(served.Name, loaded.Version, opened.Engine.Name, opened.Reason, opened.Bytes >> 20, opened.Engine.Blocks, opened.Engine.BlockTokens, watch.ElapsedMilliseconds);
            return loaded;
        }
        catch (Exception failure) when (failure is not (OperationCanceledException or ModelUnavailableException)) // whatever is wrong with a folder: the caller gets its sentence
        {
            served.Failure = failure.Message;
            logger.ModelNotLoaded(served.Name, failure.GetType().Name);
            throw new ModelUnavailableException($"The model '{served.Name}' cannot be loaded.", failure.Message);
        }
        catch (ModelUnavailableException noRoom)
        {
            served.Failure = noRoom.Message;
            throw;
        }
        finally
        {
            _room.Release();
        }
    }

    private async Task<LoadedModel> StartAsync(ServedModel served, ServedModelOptions wanted, OpenedModel opened, CancellationToken cancellationToken)
    {
        try
        {
            await MakeRoomAsync(served, opened.Bytes, cancellationToken); // now that the true size is known
            var loaded = new LoadedModel(opened, served.Version + 1, wanted, options, served.Figures, thread, clock, logger);
            await loaded.StartAsync(options.WarmUp);
            return loaded;
        }
        catch
        {
            opened.Dispose();
            throw;
        }
    }

    private async Task MakeRoomAsync(ServedModel wanting, long bytes, CancellationToken cancellationToken)
    {
        while (BytesInUse + bytes > Budget)
        {
            var oldest = models.Values.Where(model => model != wanting && model.Current is { IsIdle: true, Options.Pinned: false }).MinBy(model => model.LastUsedAt)
                ?? throw new ModelUnavailableException($"The model '{wanting.Name}' needs about {bytes >> 20} MB; {BytesInUse >> 20} of {Budget >> 20} MB are taken by models in use. Raise Models:Serving:MemoryBudget, or try again later.");
            await UnloadAsync(oldest).WaitAsync(cancellationToken);
        }
    }
}
