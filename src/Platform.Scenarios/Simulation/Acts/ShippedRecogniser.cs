namespace Platform.Scenarios.Simulation.Acts;

/// <summary>The machines of one family and language, by the version of the utterances that they learned from.</summary>
internal sealed record ShippedJudge(string Family, string Lang, string Version, ActJudge Judge);

/// <summary>What is learned from the utterances that ship: once, when it is first asked for, every family and language side by side, and only those whose weights were not kept.</summary>
internal sealed class ShippedRecogniser
{
    private readonly TaskCompletionSource<IReadOnlyList<ShippedJudge>> _learned = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Lazy<IReadOnlyList<Utterance>> _utterances;
    private readonly Lazy<string> _version;
    private readonly Lazy<IActRecogniser> _recogniser;
    private volatile ShippedWeights? _kept;
    private int _begun;

    public ShippedRecogniser(Func<IReadOnlyList<Utterance>> utterances)
    {
        _utterances = new(utterances);
        _version = new(() => RecogniserVersion.Of(_utterances.Value));
        _recogniser = new(Make);
    }

    public IActRecogniser Recogniser => _recogniser.Value;

    /// <summary>Names it; nothing is trained for it.</summary>
    public string Version => _version.Value;

    /// <summary>What had to be learned anew; done when the recogniser is there, and never when its utterances are refused.</summary>
    public Task<IReadOnlyList<ShippedJudge>> Learned => _learned.Task;

    /// <summary>Looks here for weights before it learns.</summary>
    public void Use(ShippedWeights kept) => _kept = kept;

    /// <summary>Begins in the background; what goes wrong is told to whoever asks for the recogniser.</summary>
    public void Prepare()
    {
        if (Interlocked.Exchange(ref _begun, 1) == 0) // each further one would only hold a thread that waits
            _ = Task.Factory.StartNew(() => _recogniser.Value, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
    }

    private IActRecogniser Make()
    {
        var kept = _kept;
        var judges = _utterances.Value.GroupBy(u => (u.Family, u.Lang)).AsParallel().WithDegreeOfParallelism(Environment.ProcessorCount).Select(group =>
        {
            var (family, lang, utterances) = (group.Key.Family, group.Key.Lang, group.ToList());
            var version = RecogniserVersion.Of(utterances);
            var known = kept?.Read(family, lang, version);
            return (Own: new ShippedJudge(family, lang, version, known ?? TrainedRecogniser.Learn(utterances, ActCodes.Of(family))), IsNew: known is null);
        }).ToList();
        _learned.SetResult([.. judges.Where(judge => judge.IsNew).Select(judge => judge.Own)]);
        return judges.Count == 0 ? new PatternRecogniser() : TrainedRecogniser.Of(judges.ConvertAll(judge => judge.Own));
    }
}
