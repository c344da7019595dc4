namespace Platform.Model.Generation.Constraints;

/// <summary>All nodes of a rule that the bytes so far may have led to.</summary>
internal sealed class RuleState
{
    private readonly int[] _nodes;
    private readonly RuleState?[] _next = new RuleState?[256];
    private readonly bool[] _known = new bool[256];
    private readonly Dictionary<int, RuleWalk> _walks = [];

    public RuleState(Rule rule, int[] nodes)
    {
        (Rule, _nodes) = (rule, nodes);
        MayEnd = nodes.Contains(rule.EndNode);
        IsBetween = rule.Between >= 0 && nodes.Contains(rule.Between);
        Calls = [.. nodes.SelectMany(node => rule.CallsOf(node)).GroupBy(call => (call.Rule, call.Count))
            .Select(calls => (calls.Key.Rule, rule.State(calls.Select(call => call.Return)), calls.Key.Count))];
    }

    public Rule Rule { get; }

    public IReadOnlyList<int> Nodes => _nodes;

    public bool MayEnd { get; }

    /// <summary>The next byte, unless it is the end, begins a character that counts.</summary>
    public bool IsBetween { get; }

    public IReadOnlyList<(Rule Rule, RuleState Return, Count Count)> Calls { get; }

    public RuleState? Next(byte value)
    {
        if (_known[value])
            return _next[value];
        var reached = new List<int>();
        foreach (var node in _nodes)
            foreach (var (from, to, next) in Rule.BytesOf(node))
                if (value >= from && value <= to)
                    reached.Add(next);
        _known[value] = true;
        return _next[value] = reached.Count == 0 ? null : Rule.State(reached);
    }

    /// <summary>Characters that a step begins.</summary>
    public int Begins(RuleState next) => IsBetween && !next.MayEnd ? 1 : 0;

    /// <summary>Where the tokens below a node of the trie lead within this rule.</summary>
    public RuleWalk Walk(TokenTrie trie, int node)
    {
        if (!_walks.TryGetValue(node, out var walk))
            _walks.Add(node, walk = RuleWalk.From(this, trie, node));
        return walk;
    }
}
