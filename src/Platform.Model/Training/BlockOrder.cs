namespace Platform.Model.Training;

/// <summary>Which blocks come when: each pass through the data in an order of its own, by seed. Nothing has to be remembered to go on from any step.</summary>
internal sealed class BlockOrder(int blocks, int seed)
{
    private readonly int[] _order = new int[blocks];
    private long _pass = -1;

    /// <param name="place">Counted over all passes, from 0.</param>
    public int At(long place)
    {
        var pass = place / blocks;
        if (pass != _pass)
        {
            for (var i = 0; i < blocks; i++)
                _order[i] = i;
            new Random(HashCode(seed, pass)).Shuffle(_order);
            _pass = pass;
        }

        return _order[place % blocks];
    }

    /// <summary>Not <see cref="System.HashCode"/>: that differs from process to process.</summary>
    private static int HashCode(int seed, long pass) => unchecked((int)((ulong)(seed * 1_000_003L + pass) * 0x9E3779B97F4A7C15UL >> 33));
}
