using System.Diagnostics;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Platform.Data;
using Platform.Scenarios.Knowledge.Search;

namespace Platform.Scenarios.Knowledge;

/// <summary>
/// Holds the knowledge base as it is answered from, and follows every change of it, whichever process made it:
/// texts, states, days and word-for-word questions at once, other ways to say a new question as soon as the index is trained.
/// </summary>
public sealed class LiveKnowledge(
    IDbContextFactory<PlatformDbContext> contexts, IOptions<KnowledgeOptions> options, IOptions<DataOptions> data, TimeProvider clock,
    ILogger<LiveKnowledge> logger) : IAsyncDisposable
{
    private const int MostTries = 5;

    private readonly KnowledgeIndexBuilder _builder = new(DenseEncoder.Open(options.Value.Encoder));
    private readonly CancellationTokenSource _stopping = new();
    private readonly Lock _gate = new();
    private readonly TimeZoneInfo _zone = FindZone(options.Value.TimeZone);
    private KnowledgeView? _view;
    private Task? _refreshing;
    private Task _training = Task.CompletedTask;
    private int _trainings;

    /// <summary>How many indexes this process has trained; an index that was loaded is not counted.</summary>
    public int Trainings => Volatile.Read(ref _trainings);

    /// <summary>Languages whose index is being trained while the former one answers.</summary>
    public IReadOnlyCollection<string> InTraining => Volatile.Read(ref _view)?.Stale ?? [];

    public DateOnly Today => DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(clock.GetUtcNow(), _zone).DateTime);

    /// <summary>The base as it stands in the database now; reads one row if nothing has changed.</summary>
    internal async Task<KnowledgeView> CurrentAsync(CancellationToken cancellationToken)
    {
        var revision = await ReadRevisionAsync(cancellationToken);
        while (true)
        {
            var view = Volatile.Read(ref _view);
            if (view is not null && view.Catalog.Revision >= revision && view.Catalog.Day == Today)
                return view;
            await Refresh().WaitAsync(cancellationToken);
        }
    }

    /// <summary>Returns when every index is made from the base as it stands now, or when training has failed and the former ones go on.</summary>
    public async Task<KnowledgeStatus> TrainAsync(CancellationToken cancellationToken)
    {
        var view = await CurrentAsync(cancellationToken);
        for (var tries = 0; view.Stale.Count > 0 && tries < MostTries; tries++) // the base may change while it is trained
        {
            await StartTraining().WaitAsync(cancellationToken);
            view = await CurrentAsync(cancellationToken);
        }

        return view.Status();
    }

    /// <summary>What a change waits for before it says that it is done: a small base is trained, a large one goes on training beside the answers.</summary>
    internal async Task CatchUpAsync(CancellationToken cancellationToken)
    {
        var view = await CurrentAsync(cancellationToken);
        if (view.Sources.Where(s => view.Stale.Contains(s.Language, StringComparer.Ordinal)).All(s => s.Questions <= options.Value.QuestionsTrainedInline))
            await TrainAsync(cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await _training.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (_refreshing is { } refreshing)
            await refreshing.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stopping.Dispose();
    }

    private static TimeZoneInfo FindZone(string id) => TimeZoneInfo.TryFindSystemTimeZoneById(id, out var zone)
        ? zone
        : throw new ArgumentException($"Knowledge:TimeZone is '{id}', which this system does not know. Use an IANA name such as Asia/Shanghai or UTC.", nameof(id));

    private async Task<long> ReadRevisionAsync(CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await KnowledgeCatalog.ReadRevisionAsync(db, cancellationToken);
    }

    private Task Refresh()
    {
        lock (_gate)
        {
            if (_refreshing is null || _refreshing.IsCompleted)
                _refreshing = Alone(RefreshView);
            return _refreshing;
        }
    }

    /// <summary>On a thread of its own: seconds of arithmetic are no work for the pool that answers requests.</summary>
    private static Task Alone(Action work) =>
        Task.Factory.StartNew(work, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    private void RefreshView()
    {
        var catalog = ReadCatalogAsync().GetAwaiter().GetResult();
        var former = Volatile.Read(ref _view)?.Indexes ?? new Dictionary<string, LanguageIndex>(StringComparer.Ordinal);
        var indexes = new Dictionary<string, LanguageIndex>(StringComparer.Ordinal);
        foreach (var source in catalog.Sources())
        {
            var known = former.GetValueOrDefault(source.Language);
            indexes[source.Language] = known ?? OpenOrTrain(source, catalog.Revision); // a stale one answers until its successor is trained
        }

        Swap(new KnowledgeView(catalog, indexes));
        if (InTraining.Count > 0)
            _ = StartTraining(); // a failure in it is logged there
    }

    private async Task<KnowledgeCatalog> ReadCatalogAsync()
    {
        await using var db = await contexts.CreateDbContextAsync(_stopping.Token);
        return await KnowledgeCatalog.ReadAsync(db, Today, _stopping.Token);
    }

    private Task StartTraining()
    {
        lock (_gate)
        {
            if (_training.IsCompleted)
                _training = Alone(TrainStale);
            return _training;
        }
    }

    /// <summary>Trains what is stale, one language after another, until nothing is: the base may change meanwhile.</summary>
    private void TrainStale()
    {
        while (Volatile.Read(ref _view) is { } view && view.Stale.FirstOrDefault() is { } language)
        {
            var source = view.Sources.Single(s => s.Language == language);
            LanguageIndex trained;
            try
            {
                trained = OpenOrTrain(source, view.Catalog.Revision);
            }
            catch (Exception failure) when (failure is not OperationCanceledException) // the former index goes on answering; the next change tries again
            {
                logger.IndexNotTrained(language, failure.GetType().Name);
                return;
            }

            lock (_gate)
            {
                var now = _view!;
                _view = new KnowledgeView(now.Catalog, new Dictionary<string, LanguageIndex>(now.Indexes, StringComparer.Ordinal) { [language] = trained });
            }
        }
    }

    /// <remarks>The former index is left to the garbage collector: a search may still be in it, and it holds memory only.</remarks>
    private void Swap(KnowledgeView view)
    {
        lock (_gate)
        {
            if (_view is { } now) // what was trained in the background meanwhile is newer than what this began with
                foreach (var (language, index) in now.Indexes)
                    if (view.Indexes.TryGetValue(language, out var mine) && mine.Source.Fingerprint != view.FingerprintOf(language) && index.Source.Fingerprint == view.FingerprintOf(language))
                        view = new KnowledgeView(view.Catalog, new Dictionary<string, LanguageIndex>(view.Indexes, StringComparer.Ordinal) { [language] = index });
            _view = view;
        }
    }

    private LanguageIndex OpenOrTrain(IndexSource source, long revision)
    {
        var started = Stopwatch.GetTimestamp();
        var folder = data.Value.FullPath("knowledge", "index", source.Language);
        if (_builder.TryOpen(folder, source.Entries, source.Passages) is { } loaded)
        {
            logger.IndexLoaded(source.Language, source.Entries.Count, source.Passages.Count, revision, Milliseconds(started));
            return new LanguageIndex(source, loaded);
        }

        var trained = _builder.Build(source.Entries, source.Passages, _stopping.Token);
        Interlocked.Increment(ref _trainings);
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(folder)!);
            KnowledgeIndexFolder.Save(folder, trained);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            logger.IndexNotSaved(source.Language, failure.GetType().Name);
        }

        logger.IndexTrained(source.Language, source.Entries.Count, source.Passages.Count, revision, Milliseconds(started));
        return new LanguageIndex(source, trained);
    }

    private static long Milliseconds(long started) => (long)Stopwatch.GetElapsedTime(started).TotalMilliseconds;
}

/// <summary>What the base holds, and how far its indexes have come.</summary>
/// <param name="InTraining">Languages whose newest wordings are not found yet.</param>
public sealed record KnowledgeStatus(long Revision, int Entries, int Passages, IReadOnlyCollection<string> Languages, IReadOnlyCollection<string> InTraining);
