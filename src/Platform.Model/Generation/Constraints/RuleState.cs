namespace Platform.Model.Generation.Constraints;

/// <summary>All nodes of a rule that the bytes so far may have led to.</summary>
internal sealed class RuleState
{
    /// <summary>What one takes, without its nodes and links.</summary>
    public const int Bytes = 350;

    private const int LinkBytes = 256 * 9;
    private readonly int[] _nodes;
    private readonly Dictionary<int, RuleWalk> _walks = [];
    private RuleState?[]? _next;
    private bool[]? _known;
    private int _generation;

    public RuleState(Rule rule, int[] nodes)
    {
        (Rule, _nodes, _generation) = (rule, nodes, rule.States.Generation);
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
        LetGoOfOld();
        if (_next is null || _known is null)
        {
            Rule.States.Keep(LinkBytes);
            (_next, _known) = (new RuleState?[256], LeadNowhere());
        }

        if (_known[value])
            return _next[value];
        Rule.States.Spend(_nodes.Length);
        var reached = new List<int>();
        foreach (var node in _nodes)
            foreach (var (from, to, next) in Rule.BytesOf(node))
                if (value >= from && value <= to)
                    reached.Add(next);
        _next[value] = reached.Count == 0 ? null : Rule.State(reached);
        _known[value] = true;
        return _next[value];
    }

    /// <summary>Adds this state's bytes to what is known of the next byte.</summary>
    /// <param name="only">The one byte so far; -1 for none yet.</param>
    /// <returns>False when there is more than one.</returns>
    public bool TryOnly(ref int only)
    {
        foreach (var node in _nodes)
            foreach (var (from, to, _) in Rule.BytesOf(node))
            {
                if (from != to || (only >= 0 && only != from))
                    return false;
                only = from;
            }

        return true;
    }

    /// <summary>Characters that a step begins.</summary>
    public int Begins(RuleState next) => IsBetween && !next.MayEnd ? 1 : 0;

    /// <summary>Where the tokens below a node of the trie lead within this rule.</summary>
    public RuleWalk Walk(TokenTrie trie, int node)
    {
        LetGoOfOld();
        if (_walks.TryGetValue(node, out var walk))
            return walk;
        walk = RuleWalk.From(this, trie, node);
        Rule.States.Keep(walk.Bytes);
        return _walks[node] = walk;
    }

    /// <returns>For each byte whether it leads nowhere: most do, and the nodes need not be looked at for them.</returns>
    private bool[] LeadNowhere()
    {
        Span<int> opened = stackalloc int[257];
        opened.Clear();
        foreach (var node in _nodes)
            foreach (var (from, to, _) in Rule.BytesOf(node))
            {
                opened[from]++;
                opened[to + 1]--;
            }

        var (nowhere, open) = (new bool[256], 0);
        for (var value = 0; value < nowhere.Length; value++)
            nowhere[value] = (open += opened[value]) == 0;
        return nowhere;
    }

    /// <summary>A text may still be at a state that all others were let go with: what it leads to is found anew.</summary>
    private void LetGoOfOld()
    {
        if (_generation == Rule.States.Generation)
            return;
        _generation = Rule.States.Generation;
        (_next, _known) = (null, null);
        _walks.Clear();
    }
}
