namespace Platform.Model.Verification;

/// <summary>How close an engine comes to the reference path in single precision, on random tokens.</summary>
/// <param name="Engine">Its name.</param>
/// <param name="Difference">Largest absolute difference of two logits.</param>
/// <param name="Cosine">Smallest cosine between two rows of logits.</param>
/// <param name="EqualTokens">Greedy tokens from the start that are the same.</param>
/// <param name="Tokens">Greedy tokens compared: fewer than asked for where the context ends before.</param>
/// <param name="Passed">Whether it is within the bar: 2e-3 and all tokens equal in single precision, else a cosine of <see cref="LeastCosine"/>.</param>
/// <param name="Elapsed">For prompt and continuation.</param>
public sealed record EngineParity(string Engine, double Difference, double Cosine, int EqualTokens, int Tokens, bool Passed, TimeSpan Elapsed)
{
    public const double MostDifference = 2e-3;
    public const double LeastCosine = 0.998;
}
