namespace Platform.Model.Serving.Scheduling;

/// <summary>The blocks of one sequence in one engine's pool, and how many of its tokens are computed in them.</summary>
internal sealed class BlockTable(BlockPool pool, int blockTokens, PrefixKey root, bool share)
{
    private readonly PrefixKey _root = root;
    private int[] _blocks = [];
    private int _count;
    private int _named;
    private PrefixKey _key = root;

    /// <summary>Tokens whose keys and values stand in the pool.</summary>
    public int Computed { get; private set; }

    public ReadOnlyMemory<int> Blocks => _blocks.AsMemory(0, _count);

    /// <summary>Blocks that are missing before so many tokens fit.</summary>
    public int Missing(int tokens) => Math.Max(0, BlocksOf(tokens) - _count);

    /// <summary>Uses computed blocks that hold the beginning of the tokens; at least the last token stays to be computed.</summary>
    /// <returns>How many tokens were found.</returns>
    public int Attach(ReadOnlySpan<int> tokens)
    {
        if (!share || _count > 0)
            return 0;

        for (var at = 0; at + blockTokens < tokens.Length; at += blockTokens)
        {
            var key = _key.Next(tokens.Slice(at, blockTokens));
            if (!pool.TryFind(key, out var block))
                break;
            Add(block);
            _key = key;
            _named++;
        }

        return Computed = _count * blockTokens;
    }

    /// <returns>False when the pool has not enough blocks; none is taken then.</returns>
    public bool TryGrow(int tokens)
    {
        var missing = Missing(tokens);
        if (missing > pool.Free)
            return false;
        for (; missing > 0; missing--)
        {
            pool.TryTake(out var block);
            Add(block);
        }

        return true;
    }

    /// <summary>So many of the tokens are computed now; blocks that became full can be found by others.</summary>
    /// <param name="tokens">Of the sequence: final, never to be changed up to there.</param>
    public void Advance(int computed, ReadOnlySpan<int> tokens)
    {
        Computed = computed;
        for (; share && (_named + 1) * blockTokens <= computed; _named++)
        {
            _key = _key.Next(tokens.Slice(_named * blockTokens, blockTokens));
            pool.Name(_blocks[_named], _key);
        }
    }

    /// <summary>Gives back everything, the end first: beginnings are the likelier to be asked for again.</summary>
    public void Release()
    {
        while (_count > 0)
            pool.Release(_blocks[--_count]);
        (Computed, _named, _key) = (0, 0, _root);
    }

    private int BlocksOf(int tokens) => (tokens + blockTokens - 1) / blockTokens;

    private void Add(int block)
    {
        if (_count == _blocks.Length)
            Array.Resize(ref _blocks, Math.Max(8, _count * 2));
        _blocks[_count++] = block;
    }
}
