namespace Platform.Model.Generation.Constraints;

/// <summary>All tokens of a vocabulary by their bytes, as a tree laid flat: a node's subtree follows it, up to <see cref="End"/>.</summary>
internal sealed class TokenTrie
{
    public const int Root = 0;
    private readonly byte[] _label;
    private readonly int[] _end;
    private readonly int[] _firstToken;
    private readonly int[] _nextTwin;

    /// <param name="bytesOf">What a token adds to the text; empty for those that may never be chosen.</param>
    public TokenTrie(int vocabularySize, Func<int, ReadOnlyMemory<byte>> bytesOf)
    {
        VocabularySize = vocabularySize;
        var tokens = Enumerable.Range(0, vocabularySize).Select(id => (Id: id, Bytes: bytesOf(id))).Where(token => !token.Bytes.IsEmpty).ToArray();
        Longest = tokens.Select(token => token.Bytes.Length).DefaultIfEmpty().Max();
        Array.Sort(tokens, (a, b) => a.Bytes.Span.SequenceCompareTo(b.Bytes.Span) is var order and not 0 ? order : b.Id.CompareTo(a.Id));
        var (label, end, first) = (new List<byte> { 0 }, new List<int> { 0 }, new List<int> { -1 });
        _nextTwin = new int[vocabularySize];
        var path = new List<int> { Root };
        ReadOnlyMemory<byte> before = default;
        foreach (var (id, bytes) in tokens)
        {
            var shared = bytes.Span.CommonPrefixLength(before.Span);
            for (; path.Count - 1 > shared; path.RemoveAt(path.Count - 1))
                end[path[^1]] = label.Count;
            foreach (var value in bytes.Span[shared..])
            {
                path.Add(label.Count);
                label.Add(value);
                end.Add(0);
                first.Add(-1);
            }

            _nextTwin[id] = first[path[^1]];
            first[path[^1]] = id;
            before = bytes;
        }

        foreach (var node in path)
            end[node] = label.Count;
        (_label, _end, _firstToken) = ([.. label], [.. end], [.. first]);
    }

    public int VocabularySize { get; }

    /// <summary>Bytes of the longest token.</summary>
    public int Longest { get; }

    public int Words => (VocabularySize + 63) >> 6;

    public byte Label(int node) => _label[node];

    public int End(int node) => _end[node];

    /// <returns>A token that ends at this node, or -1; <see cref="NextTwin"/> gives the others.</returns>
    public int FirstToken(int node) => _firstToken[node];

    public int NextTwin(int token) => _nextTwin[token];

    public int Child(int node, byte value)
    {
        for (var child = node + 1; child < _end[node]; child = _end[child])
            if (_label[child] == value)
                return child;
        return -1;
    }

    /// <summary>The fewest tokens whose bytes are these.</summary>
    /// <exception cref="ConstraintException">Some byte has no token.</exception>
    public List<int> Fewest(ReadOnlySpan<byte> bytes)
    {
        var best = new (int Count, int Token, int Next)[bytes.Length + 1];
        for (var start = bytes.Length - 1; start >= 0; start--)
        {
            best[start].Count = int.MaxValue;
            for (var (node, at) = (Root, start); at < bytes.Length && (node = Child(node, bytes[at])) >= 0; at++)
                if (_firstToken[node] is var token and >= 0 && best[at + 1].Count is var rest and < int.MaxValue && rest + 1 < best[start].Count)
                    best[start] = (rest + 1, token, at + 1);
        }

        if (best[0].Count == int.MaxValue)
            throw new ConstraintException("The model's vocabulary lacks tokens for single bytes, so that a form cannot be kept with it.");
        var tokens = new List<int>();
        for (var at = 0; at < bytes.Length; at = best[at].Next)
            tokens.Add(best[at].Token);
        return tokens;
    }
}
