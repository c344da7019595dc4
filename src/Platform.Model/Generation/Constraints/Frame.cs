namespace Platform.Model.Generation.Constraints;

/// <summary>A rule that was called and what goes on after it; the same call from the same place is the same object.</summary>
internal sealed class Frame(Frame? outer, RuleState goesOn, Count count, int tokensAfter)
{
    private const int Bytes = 300;

    private readonly Dictionary<(RuleState, Count), Frame> _inner = [];
    private int _generation;

    /// <summary>Null when nothing may follow.</summary>
    public Frame? Outer => outer;

    public RuleState Return => goesOn;

    /// <summary>How many characters the called rule may have.</summary>
    public Count Count => count;

    /// <summary>Tokens to the end of everything, once the called rule has ended.</summary>
    public int TokensAfter => tokensAfter;

    public Frame Push(RuleState goesOn, Count count, Finishing finishing, StateLedger states)
    {
        if (_generation != states.Generation)
        {
            _inner.Clear();
            _generation = states.Generation;
        }

        if (_inner.TryGetValue((goesOn, count), out var known))
            return known;
        states.Keep(Bytes);
        return _inner[(goesOn, count)] = new Frame(this, goesOn, count, TokenPlan.Sum(finishing.Tokens(goesOn, 0, Count.Any), tokensAfter)) { _generation = states.Generation };
    }
}

/// <summary>One way that the bytes so far can be understood.</summary>
/// <param name="Frame">What surrounds the rule.</param>
/// <param name="Characters">Begun so far, in a counted rule.</param>
internal readonly record struct Reading(RuleState State, Frame Frame, int Characters)
{
    /// <summary>A counted text has not too many characters and, where it ends, not too few.</summary>
    public bool Fits => Characters <= Frame.Count.Most && (Characters >= Frame.Count.Least || !State.MayEnd);
}
