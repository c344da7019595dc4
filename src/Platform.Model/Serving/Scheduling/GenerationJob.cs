using System.Threading.Channels;
using Platform.Model.Generation.Constraints;

namespace Platform.Model.Serving.Scheduling;

/// <summary>One request on its way: its sequences, and what its caller hears of them.</summary>
/// <remarks>Made and cancelled by the caller's thread, everything else by the engine's.</remarks>
internal sealed class GenerationJob
{
    private readonly Channel<GenerationEvent> _events = Channel.CreateUnbounded<GenerationEvent>(new UnboundedChannelOptions { SingleReader = true, SingleWriter = true });
    private readonly List<GenerationEvent> _said = [];
    private readonly BestOf? _best;
    private readonly TimeProvider _clock;
    private readonly long _arrived;
    private long _started;
    private long _first;
    private int _open;
    private int _completionTokens;
    private bool _ended;
    private List<GenerationJob>? _speaking;
    private volatile bool _cancelled;

    public GenerationJob(GenerationRequest request, int[] prompt, int maxTokens, int sequences, TokenConstraint? constraint, TimeProvider clock)
    {
        (Request, Prompt, MaxTokens, SequenceCount, Constraint, _clock) = (request, prompt, maxTokens, sequences, constraint, clock);
        _arrived = clock.GetTimestamp();
        _open = sequences;
        if (sequences > request.Choices)
            _best = new BestOf(request.Choices, sequences);
        _events.Writer.TryWrite(new GenerationEvent.Accepted(prompt.Length));
    }

    public GenerationRequest Request { get; }

    public int[] Prompt { get; }

    public int MaxTokens { get; }

    public int SequenceCount { get; }

    /// <summary>What each choice is held to from its first token on; copied for each.</summary>
    public TokenConstraint? Constraint { get; }

    public ChannelReader<GenerationEvent> Events => _events.Reader;

    public bool IsCancelled => _cancelled;

    /// <summary>Set by the first sequence when the prompt is computed: the others then find it in the pool.</summary>
    public bool PromptComputed { get; set; }

    public int CachedTokens { get; set; }

    public int OpenSequences => _open;

    /// <param name="speaking">Where the job puts itself when it has something to deliver.</param>
    public void Take(List<GenerationJob> speaking) => _speaking = speaking;

    /// <summary>The caller has left; the engine's thread frees what the request holds before its next step.</summary>
    public void Cancel() => _cancelled = true;

    public void Started()
    {
        if (_started == 0)
            _started = _clock.GetTimestamp();
    }

    public void FirstToken(FiguresRecorder figures)
    {
        if (_first != 0)
            return;
        _first = _clock.GetTimestamp();
        figures.FirstToken(_clock.GetElapsedTime(_arrived, _started), _clock.GetElapsedTime(_started, _first));
    }

    /// <summary>Keeps what the caller shall hear until <see cref="Deliver"/>.</summary>
    public void Say(GenerationEvent what)
    {
        if (_best is null)
            Keep(what);
        else
            _best.Keep(what);
    }

    /// <summary>Gives out what was said, once a step: waking callers in the midst of it would take the processor from the choice of tokens.</summary>
    public void Deliver()
    {
        foreach (var what in _said)
            _events.Writer.TryWrite(what);
        _said.Clear();
        if (_ended)
            _events.Writer.TryComplete();
    }

    /// <summary>Ends one of the sequences; with the last one the whole request.</summary>
    public void Finish(GenerationEvent.Finished end, FiguresRecorder figures)
    {
        _completionTokens += end.Tokens;
        Say(end);
        figures.Ended(end.Reason);
        if (--_open > 0)
            return;

        foreach (var kept in _best?.Chosen() ?? [])
            Keep(kept);
        var (now, started) = (_clock.GetTimestamp(), _started == 0 ? _clock.GetTimestamp() : _started);
        var first = _first == 0 ? now : _first;
        var times = new GenerationTimes(_clock.GetElapsedTime(_arrived, started), _clock.GetElapsedTime(started, first), _clock.GetElapsedTime(first, now));
        figures.Completed(times.Decode, _clock.GetElapsedTime(_arrived, now));
        Keep(new GenerationEvent.Completed(new GenerationUsage(Prompt.Length, CachedTokens, _completionTokens), times));
        _ended = true;
    }

    /// <summary>One sequence of a request that nobody waits for any more.</summary>
    public void Abandon(FiguresRecorder figures)
    {
        figures.Ended(FinishReason.Cancelled);
        _ended |= --_open == 0;
        _speaking?.Add(this);
    }

    private void Keep(GenerationEvent what)
    {
        if (_said.Count == 0)
            _speaking?.Add(this);
        _said.Add(what);
    }
}
