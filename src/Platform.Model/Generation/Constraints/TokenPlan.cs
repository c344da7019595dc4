using System.Runtime.CompilerServices;

namespace Platform.Model.Generation.Constraints;

/// <summary>Tokens one after another. What several plans end with, or have within, is there once.</summary>
internal sealed class TokenPlan
{
    /// <summary>More than any text has.</summary>
    public const int Never = int.MaxValue / 4;

    public static readonly TokenPlan Nothing = new([]);

    private readonly List<int> _tokens;
    private readonly int _times;
    private readonly TokenPlan? _inner;
    private readonly TokenPlan? _rest;

    /// <param name="tokens">Said so many <paramref name="times"/>; then comes <paramref name="inner"/>, then <paramref name="rest"/>.</param>
    public TokenPlan(List<int> tokens, TokenPlan? inner = null, TokenPlan? rest = null, int times = 1)
    {
        (_tokens, _times, _inner, _rest) = (tokens, times, inner, rest);
        Count = Sum((long)tokens.Count * times, Sum(inner?.Count ?? 0, rest?.Count ?? 0));
    }

    /// <summary>At most <see cref="Never"/>.</summary>
    public int Count { get; }

    public static int Sum(long some, int others) => (int)Math.Min(Never, some + others);

    public void AddTo(List<int> all)
    {
        RuntimeHelpers.EnsureSufficientExecutionStack();
        for (var part = this; part is not null; part = part._rest)
        {
            for (var time = 0; time < part._times; time++)
                all.AddRange(part._tokens);
            part._inner?.AddTo(all);
        }
    }
}
