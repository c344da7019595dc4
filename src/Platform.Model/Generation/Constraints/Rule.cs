using System.Runtime.InteropServices;

namespace Platform.Model.Generation.Constraints;

/// <summary>How many characters a counted text may have.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct Count(int Least, int Most)
{
    public static readonly Count Any = new(0, int.MaxValue);
}

/// <summary>A part of a grammar: a graph over bytes from a start to an end, which may call other rules on its way.</summary>
/// <param name="budget">Of the form that it is part of; each node is taken from it.</param>
internal sealed class Rule(string name, FormBudget budget)
{
    /// <summary>Steps without a byte that a pattern's nodes may have before them, summed over its nodes; the states hold what these reach.</summary>
    public const int MostReach = 4_000_000;

    private readonly List<List<(byte From, byte To, int Node)>> _bytes = [];
    private readonly List<List<int>> _empty = [];
    private readonly List<List<(Rule Rule, int Return, Count Count)>> _calls = [];
    private readonly Dictionary<int[], RuleState> _states = new(new SameNodes());
    private RuleState? _start;
    private int[] _seen = [];
    private int _look;

    /// <summary>For messages: where in the schema it stands.</summary>
    public string Name => name;

    public int Nodes => _bytes.Count;

    public int StartNode { get; private set; } = -1;

    public int EndNode { get; private set; } = -1;

    /// <summary>In a counted rule, the node between two characters; else -1.</summary>
    public int Between { get; set; } = -1;

    /// <summary>What it takes to end, from each node; filled by <see cref="Finishing"/>.</summary>
    public Finishing.Way[]? Ways { get; set; }

    public RuleState Start => _start ??= State([StartNode]);

    /// <summary>Counts what is kept for this rule.</summary>
    public StateLedger States => budget.States;

    public int Node()
    {
        budget.Spend(1, name);
        _bytes.Add([]);
        _empty.Add([]);
        _calls.Add([]);
        return _bytes.Count - 1;
    }

    /// <summary>Makes the two ends; call once, before anything is added.</summary>
    public (int Start, int End) Open() => (StartNode, EndNode) = (Node(), Node());

    public void Byte(int from, byte low, byte high, int to) => _bytes[from].Add((low, high, to));

    public void Empty(int from, int to) => _empty[from].Add(to);

    public void Call(int from, Rule rule, int to, Count count) => _calls[from].Add((rule, to, count));

    public void Text(int from, ReadOnlySpan<byte> text, int to)
    {
        if (text.IsEmpty)
            Empty(from, to);
        for (var at = 0; at < text.Length; at++)
        {
            var next = at + 1 == text.Length ? to : Node();
            Byte(from, text[at], text[at], next);
            from = next;
        }
    }

    public IReadOnlyList<(byte From, byte To, int Node)> BytesOf(int node) => _bytes[node];

    public IReadOnlyList<int> EmptyOf(int node) => _empty[node];

    public IReadOnlyList<(Rule Rule, int Return, Count Count)> CallsOf(int node) => _calls[node];

    /// <summary>Parts that need not come, one after another, can all be skipped from each of them: states then grow with the square of their number.</summary>
    /// <exception cref="ConstraintException">There are more than <see cref="MostReach"/> such steps.</exception>
    public void CheckReach(string place)
    {
        var (seen, open, steps) = (new int[Nodes], new Stack<int>(), 0);
        for (var node = 0; node < Nodes; node++)
        {
            open.Push(node);
            while (open.TryPop(out var at))
            {
                foreach (var next in _empty[at])
                {
                    if (++steps > MostReach)
                        throw new ConstraintException($"The pattern at {place} is too large: its parts that need not come can be skipped in more than {MostReach} steps in all. Repeat the part itself, as a{{0,9}} for (a?){{9}}, or make the numbers smaller.");
                    if (seen[next] == node + 1)
                        continue;
                    seen[next] = node + 1;
                    open.Push(next);
                }
            }
        }
    }

    /// <returns>The state of these nodes and all that are reached from them without a byte.</returns>
    public RuleState State(IEnumerable<int> nodes)
    {
        var all = Reached(nodes);
        States.Spend(all.Length);
        if (_states.TryGetValue(all, out var known))
            return known;
        var state = new RuleState(this, all);
        States.KeepState(RuleState.Bytes + sizeof(int) * (long)all.Length);
        if (_states.Count == 0)
            States.Remember(this);
        return _states[all] = state;
    }

    /// <summary>Lets go of all states; those that someone holds go on.</summary>
    public void LetGo()
    {
        _states.Clear();
        _start = null;
    }

    private int[] Reached(IEnumerable<int> nodes)
    {
        if (_seen.Length < Nodes)
            Array.Resize(ref _seen, Nodes);
        _look++;
        var all = new List<int>();
        var open = new Stack<int>(nodes);
        while (open.TryPop(out var node))
        {
            if (_seen[node] == _look)
                continue;
            _seen[node] = _look;
            all.Add(node);
            foreach (var next in _empty[node])
                open.Push(next);
        }

        all.Sort();
        return [.. all];
    }

    /// <summary>Nodes in order, compared one by one.</summary>
    private sealed class SameNodes : IEqualityComparer<int[]>
    {
        public bool Equals(int[]? x, int[]? y) => x.AsSpan().SequenceEqual(y);

        public int GetHashCode(int[] obj)
        {
            var hash = new HashCode();
            hash.AddBytes(MemoryMarshal.AsBytes(obj.AsSpan()));
            return hash.ToHashCode();
        }
    }
}
