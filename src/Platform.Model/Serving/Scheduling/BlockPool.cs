namespace Platform.Model.Serving.Scheduling;

/// <summary>Which blocks of an engine's key/value pool are in use, by how many sequences, and which free ones still hold a known prefix.</summary>
/// <remarks>
/// Free blocks stand in a list, longest unused first; one that holds a prefix keeps its name until it is taken for something else.
/// Source: Kwon et al. 2023, "PagedAttention", arXiv:2309.06180. Not thread safe: the engine's thread owns it.
/// </remarks>
internal sealed class BlockPool
{
    private const int None = -1;

    private readonly int[] _users;
    private readonly int[] _before;
    private readonly int[] _after;
    private readonly PrefixKey?[] _keys;
    private readonly Dictionary<PrefixKey, int> _named = [];
    private int _first = None;
    private int _last = None;

    public BlockPool(int blocks)
    {
        (_users, _before, _after, _keys) = (new int[blocks], new int[blocks], new int[blocks], new PrefixKey?[blocks]);
        for (var block = 0; block < blocks; block++)
            Append(block);
    }

    public int Count => _users.Length;

    public int Free { get; private set; }

    public int Used => Count - Free;

    /// <summary>Blocks, used or free, that a prefix can be found in.</summary>
    public int Named => _named.Count;

    /// <returns>False when every block is in use.</returns>
    public bool TryTake(out int block)
    {
        block = _first;
        if (block == None)
            return false;

        Remove(block);
        Forget(block);
        _users[block] = 1;
        return true;
    }

    /// <summary>Finds a block that holds this prefix and uses it too.</summary>
    public bool TryFind(PrefixKey key, out int block)
    {
        if (!_named.TryGetValue(key, out block))
            return false;
        if (_users[block]++ == 0)
            Remove(block);
        return true;
    }

    /// <summary>Lets a full block be found. One that another block is already found by keeps no name.</summary>
    public void Name(int block, PrefixKey key)
    {
        if (_keys[block] is null && _named.TryAdd(key, block))
            _keys[block] = key;
    }

    public void Release(int block)
    {
        if (_users[block] == 0)
            throw new InvalidOperationException($"Block {block} is released, but nobody uses it.");
        if (--_users[block] == 0)
            Append(block);
    }

    /// <summary>No prefix is found any more; blocks in use stay in use.</summary>
    public void ForgetAll()
    {
        _named.Clear();
        Array.Clear(_keys);
    }

    private void Forget(int block)
    {
        if (_keys[block] is { } key)
            _named.Remove(key);
        _keys[block] = null;
    }

    private void Append(int block)
    {
        (_before[block], _after[block]) = (_last, None);
        if (_last == None)
            _first = block;
        else
            _after[_last] = block;
        _last = block;
        Free++;
    }

    private void Remove(int block)
    {
        var (before, after) = (_before[block], _after[block]);
        if (before == None)
            _first = after;
        else
            _after[before] = after;
        if (after == None)
            _last = before;
        else
            _before[after] = before;
        Free--;
    }
}
