using System.Runtime.CompilerServices;

namespace Platform.Model.Generation.Constraints;

/// <summary>The shortest way from each place of one grammar to its end, in tokens.</summary>
/// <remarks>A rule and those it calls are tokenized apart. That may take a token more than the best, and makes the sums of a stack of rules exact: each step along the way lowers what is left by one.</remarks>
internal sealed class Finishing(TokenTrie trie)
{
    private const int Never = TokenPlan.Never;

    /// <summary>One node's shortest way in bytes: its first step.</summary>
    /// <param name="Bytes">To the rule's end.</param>
    /// <param name="Byte">The byte to take, or -1 for a step without one, or a call.</param>
    public readonly record struct Way(int Bytes, int Byte, Rule? Call, Count Count, int Next);

    private readonly Dictionary<(Rule, int), TokenPlan> _plans = [];

    /// <summary>Finds the shortest ways of all rules that a rule reaches.</summary>
    /// <exception cref="ConstraintException">It can never end, or it would call itself before any byte.</exception>
    public static void Prepare(Rule root)
    {
        var rules = Reach(root).FindAll(rule => rule.Ways is null); // those of the language itself are shared and known
        var (path, done) = (new HashSet<Rule>(), new HashSet<Rule>());
        foreach (var rule in rules)
            CheckStart(rule, path, done);
        foreach (var rule in rules)
        {
            rule.Ways = new Way[rule.Nodes];
            Array.Fill(rule.Ways, new Way(Never, -1, null, Count.Any, -1));
            rule.Ways[rule.EndNode] = new Way(0, -1, null, Count.Any, -1);
        }

        rules.Reverse(); // those that are called come before those that call them, as far as that goes
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
    public TokenPlan Plan(RuleState state, int characters, Count count) => state.MayEnd ? TokenPlan.Nothing : Plan(state.Rule, Nearest(state), characters, count);

    public int Tokens(RuleState state, int characters, Count count)
    {
        if (state.MayEnd)
            return 0;
        var node = Nearest(state);
        return state.Rule.Ways![node].Bytes >= Never ? Never : Plan(state.Rule, node, characters, count).Count;
    }

    private static int Nearest(RuleState state) => state.Nodes.MinBy(node => state.Rule.Ways![node].Bytes);

    private TokenPlan Plan(Rule rule, int node, int characters, Count count)
    {
        var missing = rule.Between >= 0 ? count.Least - characters : 0;
        if (missing <= 0)
            return Plan(rule, node);

        // a counted text: end the character that is begun, add as many as are missing, then its end
        var begun = new List<byte>();
        for (var at = node; at != rule.Between; at = rule.Ways![at].Next)
            if (rule.Ways![at].Byte >= 0)
                begun.Add((byte)rule.Ways[at].Byte);
        var padding = new TokenPlan(trie.Fewest("a"u8), rest: Plan(rule, rule.Between), times: missing);
        return begun.Count == 0 ? padding : new TokenPlan(trie.Fewest(begun.ToArray()), rest: padding);
    }

    private TokenPlan Plan(Rule rule, int node)
    {
        RuntimeHelpers.EnsureSufficientExecutionStack();
        if (_plans.TryGetValue((rule, node), out var known))
            return known;
        var (bytes, nodes, met) = (new List<byte>(), new List<(int Node, int Byte)>(), -1);
        TokenPlan? tail = null;
        for (var at = node; at != rule.EndNode && tail is null; at = rule.Ways![at].Next)
        {
            var way = rule.Ways![at];
            if (_plans.TryGetValue((rule, at), out known))
            {
                met = met < 0 ? bytes.Count : met;
                tail = way.Call is not null || bytes.Count - met > trie.Longest ? known : null; // no token reaches beyond this
            }

            if (tail is null && way.Call is { } called)
            {
                nodes.Add((at, bytes.Count));
                tail = new TokenPlan([], Plan(called.Start, 0, way.Count), Plan(rule, way.Next));
            }
            else if (tail is null)
            {
                nodes.Add((at, bytes.Count));
                if (way.Byte >= 0)
                    bytes.Add((byte)way.Byte);
            }
        }

        return Keep(rule, nodes, bytes.ToArray(), tail ?? TokenPlan.Nothing);
    }

    /// <summary>Keeps the plans of all nodes on a way: each is one token and the plan from where that ends. So a long way is not written down once for each of its nodes.</summary>
    /// <param name="nodes">With the byte that each stands before.</param>
    /// <param name="tail">What comes after the bytes.</param>
    /// <returns>The first node's plan.</returns>
    private TokenPlan Keep(Rule rule, List<(int Node, int Byte)> nodes, ReadOnlySpan<byte> bytes, TokenPlan tail)
    {
        var plans = new TokenPlan?[bytes.Length + 1];
        plans[^1] = tail;
        for (var at = nodes.Count - 1; at >= 0; at--)
        {
            var (node, place) = nodes[at];
            if (_plans.TryGetValue((rule, node), out var known))
                plans[place] = known;
            else if ((plans[place] ?? Shortest(bytes, place, plans)) is { } found)
                plans[place] = _plans[(rule, node)] = found;
        }

        return plans[0] ?? throw new ConstraintException("The model's vocabulary lacks tokens for single bytes, so that a form cannot be kept with it.");
    }

    /// <returns>Null where some byte has no token.</returns>
    private TokenPlan? Shortest(ReadOnlySpan<byte> bytes, int start, TokenPlan?[] plans)
    {
        var (first, rest) = (-1, (TokenPlan?)null);
        for (var (node, at) = (TokenTrie.Root, start); at < bytes.Length && (node = trie.Child(node, bytes[at])) >= 0; at++)
            if (trie.FirstToken(node) is var token and >= 0 && plans[at + 1] is { } after && (rest is null || after.Count < rest.Count))
                (first, rest) = (token, after);
        return rest is null ? null : new TokenPlan([first], rest: rest);
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
    private static void CheckStart(Rule rule, HashSet<Rule> path, HashSet<Rule> done)
    {
        RuntimeHelpers.EnsureSufficientExecutionStack();
        if (done.Contains(rule))
            return;
        if (!path.Add(rule))
            throw new ConstraintException($"The form at {rule.Name} refers to itself without anything between.");
        foreach (var (called, _, _) in rule.Start.Calls)
            CheckStart(called, path, done);
        path.Remove(rule);
        done.Add(rule);
    }
}
