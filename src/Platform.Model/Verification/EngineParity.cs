namespace Platform.Model.Verification;

/// <summary>How close an engine comes to the reference path in single precision, on random tokens.</summary>
/// <param name="Engine">Its name.</param>
/// <param name="Difference">Largest absolute difference of two logits.</param>
/// <param name="Cosine">Between rows of logits, on average.</param>
/// <param name="EqualTokens">Greedy tokens from the start that are the same.</param>
/// <param name="Tokens">Greedy tokens compared: fewer than asked for where the context ends before.</param>
/// <param name="Elapsed">For prompt and continuation.</param>
public sealed record EngineParity(string Engine, double Difference, double Cosine, int EqualTokens, int Tokens, TimeSpan Elapsed)
{
    /// <summary>What single precision may differ by; its greedy tokens must all be equal.</summary>
    public const double MostDifference = 2e-3;

    /// <summary>What narrower numbers keep of a trained network. Random weights, which amplify every rounding, may fall below.</summary>
    public const double LeastCosine = 0.998;

    /// <summary>Below this, narrower numbers cannot be the reason.</summary>
    private const double BrokenCosine = 0.5;

    public ParityVerdict Verdict => Engine.EndsWith("fp32", StringComparison.Ordinal)
        ? Difference <= MostDifference && EqualTokens == Tokens ? ParityVerdict.Equal : ParityVerdict.Failed
        : Cosine switch
        {
            >= LeastCosine => ParityVerdict.Close,
            >= BrokenCosine => ParityVerdict.Rounded,
            _ => ParityVerdict.Failed,
        };
}

public enum ParityVerdict
{
    /// <summary>Single precision, within its bar.</summary>
    Equal,

    /// <summary>Narrower numbers, as close as they are for trained networks.</summary>
    Close,

    /// <summary>Narrower numbers, which cost this network something: look at what it writes before serving it so.</summary>
    Rounded,

    /// <summary>The engine computes something else.</summary>
    Failed,
}
