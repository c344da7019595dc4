namespace Platform.Model.Generation.Constraints;

/// <summary>A compiled form: which tokens may follow what was said, and how to come to an end in time. Shared by all texts that must have the form; one thread at a time, by <see cref="Gate"/>.</summary>
/// <remarks>A pushdown automaton over bytes whose states are found as they are reached, and kept as far as <see cref="StateLedger"/> allows.</remarks>
internal sealed class Grammar
{
    private const int MostReadings = 4000;
    private const int MostForced = 64;
    private const int MostLinks = 256;
    private const int LinkBytes = 40;
    private const int StateBytes = 400;
    private const int ReadingBytes = 80;
    private readonly TokenTrie _trie;
    private readonly Finishing _finishing;
    private readonly StateLedger _ledger;
    private readonly Rule _root;
    private readonly Dictionary<string, GrammarState> _states = new(StringComparer.Ordinal);
    private readonly Dictionary<object, int> _numbers = new(ReferenceEqualityComparer.Instance);
    private readonly Frame _bottom;

    /// <param name="budget">What compiling the rules took.</param>
    public Grammar(Rule root, TokenTrie trie, Lock gate, FormBudget budget)
    {
        (_root, _trie, _finishing, _ledger, Gate, Size) = (root, trie, new Finishing(trie), budget.States, gate, budget.Spent);
        Finishing.Prepare(root);
        var over = new Rule("the end", new FormBudget(new StateLedger(long.MaxValue)));
        over.Open();
        over.Ways = [new Finishing.Way(0, -1, null, Count.Any, -1), new Finishing.Way(0, -1, null, Count.Any, -1)];
        _bottom = new Frame(null, over.State([over.EndNode]), Count.Any, 0);
        Start = StateOf([new Reading(root.Start, _bottom, 0)]);
    }

    public Lock Gate { get; }

    /// <summary>What it took to compile, of <see cref="FormBudget"/>.</summary>
    public int Size { get; }

    public GrammarState Start { get; private set; }

    /// <summary>Bytes, about, that its states take.</summary>
    public long Kept => _ledger.Kept;

    public int KeptStates => _ledger.States;

    /// <summary>All work that its texts have made, in the steps of <see cref="StateLedger"/>.</summary>
    public long Work => _ledger.Work;

    public int Words => _trie.Words;

    /// <returns>Null when the bytes do not fit.</returns>
    public GrammarState? Next(GrammarState state, int token, ReadOnlySpan<byte> bytes)
    {
        if (Current(state).Next.TryGetValue(token, out var known))
            return known;
        var readings = state.Readings;
        foreach (var value in bytes)
            readings = After(readings, value);
        if (readings.Count == 0 || bytes.IsEmpty)
            return null;
        var found = StateOf(readings);
        if (state.Next.Count >= MostLinks)
            return found;
        _ledger.Keep(LinkBytes);
        return state.Next[token] = found;
    }

    /// <summary>Writes the tokens that may follow, so that at most <paramref name="left"/> more are needed after them.</summary>
    public void Allowed(GrammarState state, int left, Span<ulong> mask)
    {
        var choices = Current(state).Choices ?? Choose(state);
        if (left >= state.MostLeft)
        {
            state.All.CopyTo(mask);
            mask[Words..].Clear();
            return;
        }

        mask.Clear();
        foreach (var (tokens, needs) in choices)
            if (needs <= left)
                tokens.AddTo(mask);
    }

    /// <summary>Whether any token may follow, after which at most <paramref name="left"/> more are needed.</summary>
    public bool MayGoOn(GrammarState state, int left) => (Current(state).Choices ?? Choose(state)).Exists(choice => choice.Left <= left);

    /// <returns>The bytes that must follow, or the first of them; none where the text may end or go on in more than one way.</returns>
    public byte[] Forced(GrammarState state)
    {
        var bytes = new List<byte>();
        var readings = Current(state).Readings;
        while (bytes.Count < MostForced && Only(readings) is var only and >= 0)
        {
            bytes.Add((byte)only);
            readings = After(readings, (byte)only);
        }

        return [.. bytes];
    }

    /// <returns>The fewest tokens whose bytes are these.</returns>
    public List<int> Fewest(ReadOnlySpan<byte> bytes) => _trie.Fewest(bytes);

    /// <summary>Keeps nothing but the rules from here on; texts that are under way hold the states that they need.</summary>
    public void LetGo()
    {
        _ledger.LetGo();
        _states.Clear();
        _numbers.Clear();
        Start = StateOf([new Reading(_root.Start, _bottom, 0)]);
    }

    /// <returns>Tokens that complete what was said.</returns>
    public List<int> Plan(GrammarState state)
    {
        var best = state.Readings.MinBy(Left);
        var plan = new List<int>();
        _finishing.Plan(best.State, best.Characters, best.Frame.Count).AddTo(plan);
        for (var frame = best.Frame; frame.Outer is not null; frame = frame.Outer)
            _finishing.Plan(frame.Return, 0, Count.Any).AddTo(plan);
        return plan;
    }

    /// <summary>Before each question: too much is let go, and the state follows no links to what was.</summary>
    private GrammarState Current(GrammarState state)
    {
        if (_ledger.Begin())
            LetGo();
        return state.Of(_ledger.Generation);
    }

    private int Left(Reading reading) => TokenPlan.Sum(_finishing.Tokens(reading.State, reading.Characters, reading.Frame.Count), reading.Frame.TokensAfter);

    private List<(TokenSet Tokens, int Left)> Choose(GrammarState state)
    {
        var choices = new List<(TokenSet Tokens, int Left)>();
        var seen = new HashSet<(Reading, int)>();
        foreach (var reading in state.Readings)
            Collect(reading, TokenTrie.Root, choices, seen);
        var all = new ulong[Words];
        foreach (var (tokens, _) in choices)
            tokens.AddTo(all);
        state.All = all;
        state.MostLeft = choices.Select(choice => choice.Left).DefaultIfEmpty().Max();
        _ledger.Keep(sizeof(ulong) * (long)Words + 16L * choices.Count);
        return state.Choices = choices;
    }

    private void Collect(Reading reading, int node, List<(TokenSet Tokens, int Left)> into, HashSet<(Reading, int)> seen)
    {
        if (!seen.Add((reading, node)))
            return;
        var walk = reading.State.Walk(_trie, node);
        _ledger.Spend(1 + walk.Inside.Count + walk.Borders.Count);
        foreach (var ((state, characters), tokens) in walk.Inside)
            if ((reading with { State = state, Characters = reading.Characters + characters }) is { Fits: true } moved)
                into.Add((tokens, Left(moved)));
        foreach (var (place, state, characters) in walk.Borders)
            if ((reading with { State = state, Characters = reading.Characters + characters }) is { Fits: true } moved)
                foreach (var outside in Beyond(moved))
                    Collect(outside, place, into, seen);
    }

    /// <summary>Where a reading goes on without a byte: into the rules that it calls, or out of its own.</summary>
    private IEnumerable<Reading> Beyond(Reading reading)
    {
        foreach (var (rule, goesOn, count) in reading.State.Calls)
            yield return new Reading(rule.Start, reading.Frame.Push(goesOn, count, _finishing, _ledger), 0);
        if (reading.State.MayEnd && reading.Frame.Outer is { } outer)
            yield return new Reading(reading.Frame.Return, outer, 0);
    }

    private List<Reading> After(IReadOnlyList<Reading> readings, byte value)
    {
        var reached = new List<Reading>();
        foreach (var reading in readings)
            if (reading.State.Next(value) is { } next && (reading with { State = next, Characters = reading.Characters + reading.State.Begins(next) }) is { Fits: true } moved)
                reached.Add(moved);
        return Closed(reached);
    }

    /// <returns>The one byte that may follow, or -1.</returns>
    private int Only(IReadOnlyList<Reading> readings)
    {
        var only = -1;
        foreach (var reading in readings)
            if (EndsText(reading) || !reading.State.TryOnly(ref only))
                return -1;
        return only;
    }

    private bool EndsText(Reading reading) => reading.State.MayEnd && reading.Frame == _bottom;

    private List<Reading> Closed(IEnumerable<Reading> readings)
    {
        var seen = new HashSet<Reading>();
        var all = new List<Reading>();
        var open = new Queue<Reading>(readings);
        while (open.TryDequeue(out var reading))
        {
            if (!seen.Add(reading))
                continue;
            if (seen.Count > MostReadings)
                throw new ConstraintException("The form can be understood in too many ways at once; its alternatives begin too much alike.");
            all.Add(reading);
            foreach (var beyond in Beyond(reading))
                open.Enqueue(beyond);
        }

        return all;
    }

    private GrammarState StateOf(IEnumerable<Reading> readings)
    {
        var all = Closed(readings);
        var key = string.Join(';', all.Select(reading => $"{Number(reading.State)}.{Number(reading.Frame)}.{reading.Characters}").Order(StringComparer.Ordinal));
        if (_states.TryGetValue(key, out var known))
            return known;
        var state = new GrammarState([.. all], _ledger.Generation)
        {
            MayEnd = all.Exists(EndsText),
            TokensLeft = all.Min(Left),
        };
        _ledger.KeepState(StateBytes + (long)ReadingBytes * all.Count + sizeof(char) * (long)key.Length);
        _states.Add(key, state);
        return state;
    }

    private int Number(object part)
    {
        if (!_numbers.TryGetValue(part, out var number))
            _numbers.Add(part, number = _numbers.Count);
        return number;
    }
}
