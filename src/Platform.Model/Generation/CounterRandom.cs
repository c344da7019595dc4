namespace Platform.Model.Generation;

/// <summary>Random numbers that depend on seed, choice and place only, so that batching, preemption and rollback change nothing.</summary>
/// <remarks>SplitMix64 (Steele, Lea, Flood 2014) read at a counter instead of in sequence.</remarks>
internal readonly struct CounterRandom(long seed, int choice)
{
    private const ulong Golden = 0x9E3779B97F4A7C15;

    private readonly ulong _key = Mix(Mix((ulong)seed + Golden) ^ ((ulong)choice + 1) * 0xD1B54A32D192ED03);

    /// <returns>0 to below 1, with 53 random bits.</returns>
    /// <param name="position">Of the token in its sequence.</param>
    /// <param name="draw">Which of the draws for that token: each purpose has its own.</param>
    public double At(int position, Draw draw) => (Mix(_key + ((ulong)(uint)position * 4 + (ulong)draw + 1) * Golden) >> 11) * (1.0 / (1UL << 53));

    private static ulong Mix(ulong z)
    {
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }
}

/// <summary>What a random number is drawn for.</summary>
internal enum Draw
{
    Token,
    Proposal,
    Acceptance,
    Residual,
}
