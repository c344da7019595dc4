namespace Platform.Model.Generation.Constraints;

/// <summary>The shortest way from each place of a grammar to its end, in tokens.</summary>
/// <remarks>A rule and those it calls are tokenized apart. That may take a token more than the best, and makes the sums of a stack of rules exact: each step along the way lowers what is left by one.</remarks>
internal sealed class Finishing(TokenTrie trie)
{
    private const int Never = int.MaxValue / 4;

    /// <summary>One node's shortest way in bytes: its first step.</summary>
    /// <param name="Bytes">To the rule's end.</param>
    /// <param name="Byte">The byte to take, or -1 for a step without one, or a call.</param>
    public readonly record struct Way(int Bytes, int Byte, Rule? Call, Count Count, int Next);

    private readonly Dictionary<(Rule, int), List<int>> _plans = [];

    /// <summary>Finds the shortest ways of all rules that a rule reaches.</summary>
    /// <exception cref="ConstraintException">It can never end, or it would call itself before any byte.</exception>
    public static void Prepare(Rule root)
    {
        var rules = Reach(root).FindAll(rule => rule.Ways is null); // those of the language itself are shared and known
        foreach (var rule in rules)
            CheckStart(rule, rule.Start, [], []);
        foreach (var rule in rules)
        {
            rule.Ways = new Way[rule.Nodes];
            Array.Fill(rule.Ways, new Way(Never, -1, null, Count.Any, -1));
            rule.Ways[rule.EndNode] = new Way(0, -1, null, Count.Any, -1);
        }

        for (var changed = true; changed;)
        {
            changed = false;
            foreach (var rule in rules)
                for (var node = rule.Nodes - 1; node >= 0; node--)
                    changed |= Improve(rule, node);
        }

        if (root.Ways![root.StartNode].Bytes >= Never)
            throw new ConstraintException($"The form at {root.Name} can never be complete: what it requires has no end.");
    }

    /// <returns>Tokens that end the rule from a state.</returns>
    public List<int> Plan(RuleState state, int characters, Count count)
    {
        if (state.MayEnd)
            return [];
        var rule = state.Rule;
        var node = state.Nodes.MinBy(one => rule.Ways![one].Bytes);
        var plan = Plan(rule, node);
        var missing = rule.Between >= 0 ? count.Least - characters : 0;
        if (missing <= 0)
            return plan;

        // a counted text: end the character that is begun, add as many as are missing, then its end
        var padded = new List<int>();
        var begun = new List<byte>();
        for (var at = node; at != rule.Between; at = rule.Ways![at].Next)
            if (rule.Ways![at].Byte >= 0)
                begun.Add((byte)rule.Ways[at].Byte);
        if (begun.Count > 0)
            padded.AddRange(trie.Fewest(begun.ToArray()));
        padded.AddRange(Enumerable.Repeat(trie.Fewest("a"u8)[0], missing));
        padded.AddRange(Plan(rule, rule.Between));
        return padded;
    }

    public int Tokens(RuleState state, int characters, Count count)
    {
        if (state.MayEnd)
            return 0;
        var node = state.Nodes.MinBy(one => state.Rule.Ways![one].Bytes);
        var missing = state.Rule.Between >= 0 ? Math.Max(0, count.Least - characters) : 0;
        return state.Rule.Ways![node].Bytes >= Never ? Never : missing == 0 ? Plan(state.Rule, node).Count : Plan(state, characters, count).Count;
    }

    private List<int> Plan(Rule rule, int node)
    {
        if (_plans.TryGetValue((rule, node), out var known))
            return known;
        var plan = new List<int>();
        var bytes = new List<byte>();
        var at = node;
        for (; at != rule.EndNode; at = rule.Ways![at].Next)
        {
            var way = rule.Ways![at];
            if (way.Byte >= 0)
                bytes.Add((byte)way.Byte);
            if (way.Call is not { } called)
                continue;
            plan.AddRange(trie.Fewest(bytes.ToArray()));
            bytes.Clear();
            plan.AddRange(Plan(called.Start, 0, way.Count));
            plan.AddRange(Plan(rule, way.Next));
            at = -1;
            break;
        }

        if (at >= 0)
            plan.AddRange(trie.Fewest(bytes.ToArray()));
        _plans[(rule, node)] = plan;
        return plan;
    }

    private static bool Improve(Rule rule, int node)
    {
        var best = rule.Ways![node];
        foreach (var (from, to, next) in rule.BytesOf(node))
            if (rule.Ways[next].Bytes + 1 < best.Bytes)
                best = new Way(rule.Ways[next].Bytes + 1, from is < (byte)'a' && to >= (byte)'a' ? 'a' : from, null, Count.Any, next);
        foreach (var next in rule.EmptyOf(node))
            if (rule.Ways[next].Bytes < best.Bytes)
                best = new Way(rule.Ways[next].Bytes, -1, null, Count.Any, next);
        foreach (var (called, next, count) in rule.CallsOf(node))
            if (called.Ways![called.StartNode].Bytes + (long)rule.Ways[next].Bytes + (called.Between >= 0 ? count.Least : 0) is var sum && sum < best.Bytes)
                best = new Way((int)sum, -1, called, count, next);
        if (best == rule.Ways[node])
            return false;
        rule.Ways[node] = best;
        return true;
    }

    private static List<Rule> Reach(Rule root)
    {
        var found = new List<Rule>();
        var seen = new HashSet<Rule>();
        var open = new Queue<Rule>([root]);
        while (open.TryDequeue(out var next))
        {
            if (!seen.Add(next))
                continue;
            found.Add(next);
            for (var node = 0; node < next.Nodes; node++)
                foreach (var (called, _, _) in next.CallsOf(node))
                    open.Enqueue(called);
        }

        return found;
    }

    /// <summary>A rule that begins with itself would be called without end.</summary>
    private static void CheckStart(Rule rule, RuleState state, List<Rule> path, HashSet<Rule> done)
    {
        if (path.Contains(rule))
            throw new ConstraintException($"The form at {rule.Name} refers to itself without anything between.");
        if (!done.Add(rule))
            return;
        path.Add(rule);
        foreach (var (called, _, _) in state.Calls)
            CheckStart(called, called.Start, path, done);
        path.RemoveAt(path.Count - 1);
    }
}
