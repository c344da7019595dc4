namespace Platform.Model.Serving.Scheduling;

/// <summary>Keeps what several sequences said until all have ended, then gives the likeliest of them, numbered from 0.</summary>
internal sealed class BestOf(int wanted, int sequences)
{
    private readonly List<GenerationEvent.Token>[] _tokens = [.. Enumerable.Range(0, sequences).Select(_ => new List<GenerationEvent.Token>())];
    private readonly List<GenerationEvent.Finished> _ends = [];
    private readonly List<GenerationEvent> _first = [];

    public void Keep(GenerationEvent what)
    {
        switch (what)
        {
            case GenerationEvent.Token token:
                _tokens[token.Choice].Add(token);
                break;
            case GenerationEvent.Finished end:
                _ends.Add(end);
                break;
            default:
                _first.Add(what);
                break;
        }
    }

    public IEnumerable<GenerationEvent> Chosen()
    {
        var best = _ends.OrderBy(end => end.Reason is FinishReason.Error or FinishReason.Cancelled).ThenByDescending(end => end.MeanLogProbability).ThenBy(end => end.Choice).Take(wanted);
        return _first.Concat(best.SelectMany((end, place) => _tokens[end.Choice].Select(GenerationEvent (token) => token with { Choice = place }).Append(end with { Choice = place })));
    }
}
