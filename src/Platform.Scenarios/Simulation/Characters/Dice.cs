namespace Platform.Scenarios.Simulation.Characters;

/// <summary>Chance that is the same on every machine and in every release: SplitMix64 (Steele, Lea, Flood 2014) over seed, turn and purpose.</summary>
/// <remarks>Nothing of it is kept between turns, so a session can go on from any turn.</remarks>
public sealed class Dice
{
    private ulong _state;

    public Dice(long seed, int turn, string purpose)
    {
        _state = unchecked((ulong)seed * 0x9E3779B97F4A7C15UL) ^ ((ulong)turn << 32);
        foreach (var sign in purpose)
            _state = unchecked((_state ^ sign) * 0x100000001B3UL);
        Next();
    }

    /// <returns>From 0 to <paramref name="count"/> - 1.</returns>
    public int Roll(int count) => count <= 1 ? 0 : (int)(Next() % (ulong)count);

    public bool Chance(int percent) => Roll(100) < percent;

    public T Pick<T>(IReadOnlyList<T> from) => from[Roll(from.Count)];

    private ulong Next()
    {
        unchecked
        {
            var z = _state += 0x9E3779B97F4A7C15UL;
            z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9UL;
            z = (z ^ (z >> 27)) * 0x94D049BB133111EBUL;
            return z ^ (z >> 31);
        }
    }
}
