using System.Numerics;

namespace Platform.Model.Generation.Constraints;

/// <summary>A compiled form: which tokens may follow what was said, and how to come to an end in time. Shared by all texts that must have the form; one thread at a time, by <see cref="Gate"/>.</summary>
/// <remarks>A pushdown automaton over bytes whose states are found as they are reached, and kept.</remarks>
internal sealed class Grammar
{
    private const int MostReadings = 4000;
    private const int MostStates = 20_000;
    private readonly TokenTrie _trie;
    private readonly Finishing _finishing;
    private readonly Dictionary<string, GrammarState> _states = new(StringComparer.Ordinal);
    private readonly Dictionary<object, int> _numbers = new(ReferenceEqualityComparer.Instance);
    private readonly Frame _bottom;

    /// <param name="size">What it took to compile, of <see cref="FormBudget"/>.</param>
    public Grammar(Rule root, TokenTrie trie, Lock gate, int size)
    {
        (_trie, _finishing, Gate, Size) = (trie, new Finishing(trie), gate, size);
        Finishing.Prepare(root);
        var over = new Rule("the end", new FormBudget());
        over.Open();
        over.Ways = [new Finishing.Way(0, -1, null, Count.Any, -1), new Finishing.Way(0, -1, null, Count.Any, -1)];
        _bottom = new Frame(null, over.State([over.EndNode]), Count.Any, 0);
        Start = StateOf([new Reading(root.Start, _bottom, 0)]);
    }

    public Lock Gate { get; }

    public int Size { get; }

    public GrammarState Start { get; }

    public int Words => _trie.Words;

    /// <returns>Null when the bytes do not fit.</returns>
    public GrammarState? Next(GrammarState state, int token, ReadOnlySpan<byte> bytes)
    {
        if (state.Next.TryGetValue(token, out var known))
            return known;
        IEnumerable<Reading> readings = state.Readings;
        foreach (var value in bytes)
        {
            var reached = new List<Reading>();
            foreach (var reading in readings)
                if (reading.State.Next(value) is { } next && (reading with { State = next, Characters = reading.Characters + reading.State.Begins(next) }) is { Fits: true } moved)
                    reached.Add(moved);
            readings = Closed(reached);
        }

        var all = readings.ToArray();
        if (all.Length == 0 || bytes.IsEmpty)
            return null;
        var found = StateOf(all);
        if (state.Next.Count < 256)
            state.Next[token] = found;
        return found;
    }

    /// <summary>Writes the tokens that may follow, so that at most <paramref name="left"/> more are needed after them.</summary>
    public void Allowed(GrammarState state, int left, Span<ulong> mask)
    {
        var choices = state.Choices ?? Choose(state);
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
    public bool MayGoOn(GrammarState state, int left) => (state.Choices ?? Choose(state)).Exists(choice => choice.Left <= left);

    /// <returns>The one token that may follow, or -1.</returns>
    public int Only(GrammarState state)
    {
        _ = state.Choices ?? Choose(state);
        return state.Only;
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
        state.Only = !state.MayEnd && all.Sum(word => BitOperations.PopCount(word)) == 1 ? Single(all) : -1;
        return state.Choices = choices;
    }

    private static int Single(ulong[] mask)
    {
        var word = Array.FindIndex(mask, one => one != 0);
        return (word << 6) + BitOperations.TrailingZeroCount(mask[word]);
    }

    private void Collect(Reading reading, int node, List<(TokenSet Tokens, int Left)> into, HashSet<(Reading, int)> seen)
    {
        if (!seen.Add((reading, node)))
            return;
        var walk = reading.State.Walk(_trie, node);
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
            yield return new Reading(rule.Start, reading.Frame.Push(goesOn, count, _finishing), 0);
        if (reading.State.MayEnd && reading.Frame.Outer is { } outer)
            yield return new Reading(reading.Frame.Return, outer, 0);
    }

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
        if (_states.Count >= MostStates)
            _states.Clear();
        var state = new GrammarState([.. all])
        {
            MayEnd = all.Exists(reading => reading.State.MayEnd && reading.Frame == _bottom),
            TokensLeft = all.Min(Left),
        };
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
