using System.Text.Json;
using Microsoft.Extensions.Logging;
using Platform.Scenarios.Refresh;
using Platform.Scenarios.Simulation.Acts;

namespace Platform.Scenarios.Practice.Recognition;

/// <summary>Brings trained recognisers from the data folder to practice: at the start, after each training, and every few seconds, since a command may train or roll back.</summary>
internal sealed class RecognisersInService(RecogniserFolder folder, PracticeScenes scenes, TimeProvider clock, ILogger<RecognisersInService> logger) : RefreshedState(clock)
{
    /// <summary>Stands for what cannot be read, so that it is told once.</summary>
    private const string Unreadable = "?";

    private readonly SemaphoreSlim _one = new(1, 1);
    private Dictionary<(string Family, string Lang), string>? _served;

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
            var wanted = new Dictionary<(string Family, string Lang), string>();
            foreach (var kind in Recognisers.Kinds)
                if (Served(kind.Family, kind.Lang) is { } version)
                    wanted[kind] = version;
            if (_served is { } known && wanted.Count == known.Count && !wanted.Except(known).Any())
                return;

            var trained = new Dictionary<(string Family, string Lang), (string Version, IActRecogniser Recogniser)>();
            foreach (var (kind, version) in wanted)
                if (Judge(kind.Family, kind.Lang, version) is { } judge)
                    trained[kind] = (version, TrainedRecogniser.Of(kind.Family, kind.Lang, judge));
                else
                    logger.NotRead(kind.Family, kind.Lang, version);
            scenes.Use(new RecogniserSet(trained));
            _served = wanted;
            logger.Loaded(trained.Count);
        }
        finally
        {
            _one.Release();
        }
    }

    private string? Served(string family, string lang)
    {
        try
        {
            return folder.Served(family, lang) is [.., var last] ? last : null;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or JsonException)
        {
            return Unreadable;
        }
    }

    private ActJudge? Judge(string family, string lang, string version)
    {
        try
        {
            return folder.Judge(family, lang, version);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or InvalidDataException or JsonException)
        {
            return null; // what ships hears in its place
        }
    }

    protected override void TellNotLoaded(string failure) => logger.NotLoaded(failure);

    public override void Dispose()
    {
        _one.Dispose();
        base.Dispose();
    }
}

internal static partial class RecognisersInServiceLog
{
    [LoggerMessage(2931, LogLevel.Information, "Trained recognisers of acts in service: {Count}")]
    public static partial void Loaded(this ILogger logger, int count);

    [LoggerMessage(2932, LogLevel.Warning, "A trained recogniser cannot be used, what ships hears in its place: {Family} {Language}, version {Version}")]
    public static partial void NotRead(this ILogger logger, string family, string language, string version);

    [LoggerMessage(2933, LogLevel.Warning, "Trained recognisers were not looked up: {Failure}")]
    public static partial void NotLoaded(this ILogger logger, string failure);

    [LoggerMessage(2934, LogLevel.Error, "A recogniser was not trained: {Family} {Language}, {Failure}")]
    public static partial void NotTrained(this ILogger logger, string family, string language, string failure);
}
