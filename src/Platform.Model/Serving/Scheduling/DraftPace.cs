namespace Platform.Model.Serving.Scheduling;

/// <summary>Chooses how many tokens a draft model proposes at a time, by what rounds have cost and brought so far; none when it does not pay.</summary>
/// <remarks>
/// With acceptance α, a round of γ proposals gives (1 − α^(γ+1)) / (1 − α) tokens (Leviathan et al. 2023, arXiv:2211.17192, equation 1) and
/// costs γ steps of the draft and one longer step of the model. A trial that does not pay costs time: the next one comes when that time is
/// less than <see cref="TrialShare"/> of what was decoded since.
/// </remarks>
internal sealed class DraftPace
{
    private const int MostBatch = 4;
    private const int LeastPlain = 8;
    private const int TrialRounds = 6;
    private const int TrialGamma = 2;
    private const int CheckEvery = 100;
    private const double LeastGain = 1.03;
    private const double TrialShare = 0.01;
    private static readonly int[] Gammas = [1, 2, 3, 4, 6, 8];

    private readonly Costs[] _costs = [.. Enumerable.Range(0, MostBatch + 1).Select(_ => new Costs())];
    private double _acceptance = 0.6;

    /// <summary>Largest number of proposals.</summary>
    public static int MostGamma => Gammas[^1];

    /// <returns>0 for a plain step.</returns>
    public int Choose(int batch)
    {
        if (batch is 0 or > MostBatch)
            return 0;
        var costs = _costs[batch];
        if (costs.PlainSteps < LeastPlain || costs.PlainDue > 0)
            return 0;
        if (costs.Trial > 0)
            return TrialGamma;
        if (costs.Rounds == 0 || (!costs.Pays && costs.Loss < TrialShare * costs.PlainSince))
        {
            (costs.Trial, costs.Pays) = (TrialRounds, false);
            return TrialGamma;
        }

        return costs.Pays ? costs.Gamma : 0;
    }

    /// <summary>A step without proposals.</summary>
    public void Plain(int batch, TimeSpan took)
    {
        if (batch is 0 or > MostBatch)
            return;
        var costs = _costs[batch];
        costs.Plain = Mean(costs.Plain, took.TotalSeconds, costs.PlainSteps++);
        costs.PlainSince += took.TotalSeconds;
        costs.PlainDue = Math.Max(0, costs.PlainDue - 1);
    }

    /// <param name="drafting">All steps of the draft, catching up with the prompt included.</param>
    /// <param name="accepted">Of all sequences together, as <paramref name="proposed"/> and <paramref name="tokens"/>.</param>
    public void Round(int batch, int gamma, TimeSpan drafting, TimeSpan checking, int proposed, int accepted, int tokens)
    {
        var costs = _costs[batch];
        // only what was judged counts: after a refusal the rest of a round says nothing
        var judged = Math.Min(proposed, accepted + batch);
        _acceptance = Math.Clamp(_acceptance * 0.95 + 0.05 * accepted / Math.Max(1, judged), 0, 0.99);
        costs.Draft = Mean(costs.Draft, drafting.TotalSeconds / gamma, costs.Rounds);
        var checks = costs.Checks[gamma];
        costs.Checks[gamma] = (Mean(checks.Seconds, checking.TotalSeconds, checks.Times), checks.Times + 1);
        costs.Rounds++;
        var lost = (drafting + checking).TotalSeconds - costs.Plain * tokens / batch;
        costs.Loss = Math.Max(0, costs.Loss + lost);
        costs.Trial = Math.Max(0, costs.Trial - 1);
        if (costs.Trial > 0)
            return;

        (costs.Gamma, var gain) = Best(costs);
        var paid = costs.Pays;
        costs.Pays = gain >= LeastGain;
        if (!costs.Pays)
            costs.PlainSince = 0;
        else if (!paid)
            (costs.Loss, costs.PlainSince) = (0, 0);
        if (costs.Rounds % CheckEvery == 0)
            costs.PlainDue = 2; // what a plain step takes changes with the context
    }

    private (int Gamma, double Gain) Best(Costs costs)
    {
        var best = (Gamma: 1, Gain: 0.0);
        foreach (var gamma in Gammas)
        {
            var tokens = (1 - Math.Pow(_acceptance, gamma + 1)) / (1 - _acceptance);
            var gain = tokens * costs.Plain / (gamma * costs.Draft + costs.CheckOf(gamma));
            if (gain > best.Gain)
                best = (gamma, gain);
        }

        return best;
    }

    /// <summary>The plain mean at first, then one that forgets.</summary>
    private static double Mean(double mean, double value, int count) => mean + (value - mean) / Math.Min(count + 1, 20);

    private sealed class Costs
    {
        public double Plain;
        public int PlainSteps;
        public double PlainSince;
        public int PlainDue;
        public double Draft;
        public int Rounds;
        public double Loss;
        public int Trial;
        public bool Pays;
        public int Gamma = TrialGamma;

        public (double Seconds, int Times)[] Checks { get; } = new (double, int)[MostGamma + 1];

        /// <summary>As measured, else on the line from a plain step through the nearest measured one.</summary>
        public double CheckOf(int gamma)
        {
            if (Checks[gamma].Times > 0)
                return Checks[gamma].Seconds;
            for (var distance = 1; distance <= MostGamma; distance++)
                foreach (var other in new[] { gamma - distance, gamma + distance })
                    if (other >= 1 && other <= MostGamma && Checks[other].Times > 0)
                        return Math.Max(Plain, Plain + (Checks[other].Seconds - Plain) * gamma / other);
            return Plain * (1 + gamma);
        }
    }
}
