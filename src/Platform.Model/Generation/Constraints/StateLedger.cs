namespace Platform.Model.Generation.Constraints;

/// <summary>Counts what a form keeps of the states that its texts reach, and the work of finding them. Where it keeps too much, all is let go: it can be found again.</summary>
/// <remarks>A pattern such as <c>(a|b)*a(a|b){2000}</c> reaches a new and larger state with each token; no memory holds them all.</remarks>
internal sealed class StateLedger
{
    /// <summary>Bytes, about, that one form may keep.</summary>
    public const long MostKept = 64L << 20;

    /// <summary>Nodes and tokens that may be looked at for the choice of one token: some tenths of a second.</summary>
    private const long MostWork = 4_000_000;

    private readonly long _most;
    private readonly List<Rule> _rules = [];
    private long _keptBefore;
    private long _workBefore;

    /// <param name="most">Bytes that may be kept, and that one token may add; <see cref="long.MaxValue"/> where the states are few by nature: then nothing is refused either.</param>
    public StateLedger(long most = MostKept) => _most = most;

    /// <summary>Bytes, about.</summary>
    public long Kept { get; private set; }

    public int States { get; private set; }

    /// <summary>All that was ever looked at.</summary>
    public long Work { get; private set; }

    /// <summary>Links to other states that were made under another number are not to be followed: they would hold what was let go.</summary>
    public int Generation { get; private set; }

    /// <summary>From here on counts as one token.</summary>
    /// <returns>Whether too much is kept.</returns>
    public bool Begin()
    {
        (_keptBefore, _workBefore) = (Kept, Work);
        return Kept > _most;
    }

    /// <exception cref="ConstraintException">One token would take too much memory.</exception>
    public void Keep(long bytes)
    {
        Kept += bytes;
        if (Kept - _keptBefore > _most)
            throw TooMuch();
    }

    /// <inheritdoc cref="Keep"/>
    public void KeepState(long bytes)
    {
        States++;
        Keep(bytes);
    }

    /// <summary>The rule holds states now and will be told to let go of them.</summary>
    public void Remember(Rule rule) => _rules.Add(rule);

    /// <exception cref="ConstraintException">One token would take too long.</exception>
    public void Spend(long steps)
    {
        Work += steps;
        if (Work - _workBefore > MostWork && _most < long.MaxValue)
            throw TooMuch();
    }

    public void LetGo()
    {
        foreach (var rule in _rules)
            rule.LetGo();
        _rules.Clear();
        (Kept, States, _keptBefore, _workBefore) = (0, 0, 0, Work);
        Generation++;
    }

    private static ConstraintException TooMuch() =>
        new("The form can be understood in too many ways to be kept: what may follow here takes too many states. Let repeated parts begin at one place only, as in b*a(a|b){200} for (a|b)*a(a|b){200}, or make the numbers smaller.");
}
