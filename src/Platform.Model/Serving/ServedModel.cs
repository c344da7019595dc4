using Platform.Model.Serving.Scheduling;

namespace Platform.Model.Serving;

/// <summary>A name that requests give, and the version it leads to.</summary>
internal sealed class ServedModel(string name, ServedModelOptions options, TimeProvider clock)
{
    private readonly Lock _gate = new();
    private long _lastUsed;

    public string Name => name;

    /// <summary>Of the version to load next; the loaded one keeps its own.</summary>
    public ServedModelOptions Options { get; set; } = options;

    /// <summary>Kept over versions.</summary>
    public FiguresRecorder Figures { get; } = new(clock);

    /// <summary>One load of this name at a time.</summary>
    public SemaphoreSlim Loading { get; } = new(1, 1);

    public LoadedModel? Current { get; private set; }

    public int Version { get; private set; }

    public string? Failure { get; set; }

    /// <summary>The name was taken out of service: nothing is loaded for it any more.</summary>
    public bool IsRemoved { get; set; }

    public bool IsLoading => Loading.CurrentCount == 0;

    public DateTimeOffset? LastUsedAt => Interlocked.Read(ref _lastUsed) is var ticks and > 0 ? new DateTimeOffset(ticks, TimeSpan.Zero) : null;

    /// <returns>The loaded version, held until it is returned; null when none is loaded.</returns>
    public LoadedModel? Lease()
    {
        Interlocked.Exchange(ref _lastUsed, clock.GetUtcNow().UtcTicks);
        lock (_gate)
            return Current?.TryLease() == true ? Current : null;
    }

    /// <returns>The version it led to before.</returns>
    public LoadedModel? Lead(LoadedModel? next)
    {
        lock (_gate)
        {
            var before = Current;
            Current = next;
            Version = next?.Version ?? Version;
            return before;
        }
    }

    public ServedModelState State()
    {
        var loaded = Current;
        var config = loaded?.Engine.Config;
        return new ServedModelState(
            name,
            loaded?.Options.Folder ?? Options.Folder,
            loaded is not null ? ModelStatus.Ready : IsLoading ? ModelStatus.Loading : Failure is not null ? ModelStatus.Failed : ModelStatus.Unloaded,
            Version,
            loaded?.Engine.Name,
            loaded?.Opened.Reason,
            loaded?.Context ?? 0,
            config?.VocabularySize ?? 0,
            config?.Parameters ?? 0,
            loaded?.Opened.Bytes ?? 0,
            loaded?.LoadedAt,
            LastUsedAt,
            [.. (loaded?.Options ?? Options).Adapters.Keys],
            Failure,
            loaded?.Scheduler.Snapshot() ?? Figures.Snapshot(0, 0));
    }
}
