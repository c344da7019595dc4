namespace Platform.Model.Generation.Constraints;

/// <summary>The tokens that stay within one rule, by the state that they lead to; and the places of the trie at which the rule ends or calls another, where the walk goes on outside.</summary>
/// <remarks>It does not depend on what surrounds the rule, so that the costly walk through the inside of a JSON text is made once for all schemas.</remarks>
internal sealed class RuleWalk
{
    private readonly Dictionary<(RuleState State, int Characters), TokenSet> _inside = [];
    private readonly List<(int Node, RuleState State, int Characters)> _borders = [];

    public IReadOnlyDictionary<(RuleState State, int Characters), TokenSet> Inside => _inside;

    public IReadOnlyList<(int Node, RuleState State, int Characters)> Borders => _borders;

    /// <summary>What it takes, about.</summary>
    public long Bytes => 300 + 32 * _borders.Count + _inside.Values.Sum(tokens => tokens.Bytes + 64);

    public static RuleWalk From(RuleState state, TokenTrie trie, int node)
    {
        var walk = new RuleWalk();
        walk.Go(state, trie, node, 0);
        return walk;
    }

    private void Go(RuleState state, TokenTrie trie, int node, int characters)
    {
        var end = trie.End(node);
        for (var child = node + 1; child < end; child = trie.End(child))
        {
            state.Rule.States.Spend(1);
            if (state.Next(trie.Label(child)) is not { } next)
                continue;
            var begun = characters + state.Begins(next);
            if (trie.FirstToken(child) is var token and >= 0)
            {
                if (!_inside.TryGetValue((next, begun), out var set))
                    _inside.Add((next, begun), set = new TokenSet(trie.Words));
                for (; token >= 0; token = trie.NextTwin(token))
                    set.Add(token);
            }

            if (trie.End(child) == child + 1)
                continue;
            if (next.MayEnd || next.Calls.Count > 0)
                _borders.Add((child, next, begun));
            Go(next, trie, child, begun);
        }
    }
}
