namespace Platform.Model.Serving.Scheduling;

/// <summary>Counts what a model does. Written by the engine's thread, read by anyone.</summary>
internal sealed class FiguresRecorder(TimeProvider clock)
{
    private const int Seconds = 10;

    private readonly Lock _gate = new();
    private readonly long[] _ended = new long[Enum.GetValues<FinishReason>().Length];
    private readonly long[] _tokensBySecond = new long[Seconds + 1];
    private readonly List<long> _acceptedByPlace = [];
    private readonly HistogramRecorder _toFirst = new(HistogramRecorder.Requests);
    private readonly HistogramRecorder _between = new(HistogramRecorder.Tokens);
    private readonly HistogramRecorder _endToEnd = new(HistogramRecorder.Requests);
    private readonly HistogramRecorder _queued = new(HistogramRecorder.Requests);
    private readonly HistogramRecorder _prefill = new(HistogramRecorder.Requests);
    private readonly HistogramRecorder _decode = new(HistogramRecorder.Requests);
    private readonly long _start = clock.GetTimestamp();
    private long _second;
    private ServingFigures _counts = new();
    private double _occupancy;
    private long _steps, _prompt, _generated, _queries, _hits, _preemptions, _refused, _failedSteps, _drafts, _draftTokens, _draftAccepted;

    public void Stepped(int running, int waiting, int decodes, BlockPool pool)
    {
        lock (_gate)
        {
            _steps++;
            if (decodes > 0)
                _occupancy = _occupancy is 0 ? decodes : _occupancy * 0.95 + decodes * 0.05;
            _counts = new ServingFigures { Running = running, Waiting = waiting, BlocksUsed = pool.Used, Blocks = pool.Count };
        }
    }

    /// <summary>Nothing is to do for now.</summary>
    public void Rested(BlockPool pool)
    {
        lock (_gate)
            _counts = new ServingFigures { BlocksUsed = pool.Used, Blocks = pool.Count };
    }

    public void PrefixLookedUp(int tokens, int found)
    {
        lock (_gate)
            (_queries, _hits) = (_queries + tokens, _hits + found);
    }

    public void Prefilled(int tokens)
    {
        lock (_gate)
            _prompt += tokens;
    }

    /// <param name="sincePrevious">Null for the first token of a sequence.</param>
    public void Generated(TimeSpan? sincePrevious)
    {
        lock (_gate)
        {
            _generated++;
            Roll();
            _tokensBySecond[_second % _tokensBySecond.Length]++;
            if (sincePrevious is { } time)
                _between.Add(time.TotalSeconds);
        }
    }

    public void FirstToken(TimeSpan queued, TimeSpan prefill)
    {
        lock (_gate)
        {
            _queued.Add(queued.TotalSeconds);
            _prefill.Add(prefill.TotalSeconds);
            _toFirst.Add((queued + prefill).TotalSeconds);
        }
    }

    public void Completed(TimeSpan decode, TimeSpan endToEnd)
    {
        lock (_gate)
        {
            _decode.Add(decode.TotalSeconds);
            _endToEnd.Add(endToEnd.TotalSeconds);
        }
    }

    public void Ended(FinishReason reason)
    {
        lock (_gate)
            _ended[(int)reason]++;
    }

    public void Preempted()
    {
        lock (_gate)
            _preemptions++;
    }

    public void Refused()
    {
        lock (_gate)
            _refused++;
    }

    public void StepFailed()
    {
        lock (_gate)
            _failedSteps++;
    }

    public void Drafted(int proposed, int accepted)
    {
        lock (_gate)
        {
            (_drafts, _draftTokens, _draftAccepted) = (_drafts + 1, _draftTokens + proposed, _draftAccepted + accepted);
            while (_acceptedByPlace.Count < accepted)
                _acceptedByPlace.Add(0);
            for (var place = 0; place < accepted; place++)
                _acceptedByPlace[place]++;
        }
    }

    public ServingFigures Snapshot(int running, int waiting)
    {
        lock (_gate)
        {
            Roll();
            var whole = Enumerable.Range(1, Seconds).Sum(back => _tokensBySecond[(_second + _tokensBySecond.Length - back) % _tokensBySecond.Length]);
            return _counts with
            {
                Running = running,
                Waiting = waiting,
                TokensPerSecond = whole / (double)Math.Clamp(_second, 1, Seconds),
                BatchOccupancy = _occupancy,
                Steps = _steps,
                PromptTokens = _prompt,
                GeneratedTokens = _generated,
                PrefixQueries = _queries,
                PrefixHits = _hits,
                Preemptions = _preemptions,
                Refused = _refused,
                FailedSteps = _failedSteps,
                Ended = Enum.GetValues<FinishReason>().ToDictionary(reason => reason, reason => _ended[(int)reason]),
                Drafts = _drafts,
                DraftTokens = _draftTokens,
                DraftAccepted = _draftAccepted,
                DraftAcceptedByPlace = [.. _acceptedByPlace],
                ToFirstToken = _toFirst.Snapshot(),
                BetweenTokens = _between.Snapshot(),
                EndToEnd = _endToEnd.Snapshot(),
                Queued = _queued.Snapshot(),
                Prefill = _prefill.Snapshot(),
                Decode = _decode.Snapshot(),
            };
        }
    }

    /// <summary>Empties the seconds that have passed without a token.</summary>
    private void Roll()
    {
        var now = (long)clock.GetElapsedTime(_start).TotalSeconds;
        for (var passed = Math.Min(now - _second, _tokensBySecond.Length); passed > 0; passed--)
            _tokensBySecond[(now - passed + 1) % _tokensBySecond.Length] = 0;
        _second = now;
    }
}
