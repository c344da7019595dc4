using Platform.Model.Architectures.Reference;
using Platform.Model.Checkpoints;
using Platform.Model.Tensors;

namespace Platform.Model.Verification;

/// <summary>What a checkpoint says after given tokens.</summary>
/// <param name="Logits">After the last given token, one for each entry of the vocabulary.</param>
/// <param name="Tokens">The greedy continuation.</param>
public sealed record ProbedLogits(IReadOnlyList<float> Logits, IReadOnlyList<int> Tokens);

/// <summary>Runs a checkpoint on the reference path, for scripts that compare it with other programs.</summary>
public static class LogitsProbe
{
    /// <param name="device">As <see cref="ComputeDevice.Parse"/> takes it.</param>
    /// <param name="numberType">As <see cref="ComputeDevice.NumberType"/> takes it.</param>
    /// <exception cref="CheckpointException">The folder cannot be used.</exception>
    /// <exception cref="InvalidTokensException">The tokens do not fit the model; one sentence says why.</exception>
    public static ProbedLogits Run(string folder, IReadOnlyList<int> tokens, int newTokens, string device, string numberType, CancellationToken cancellationToken)
    {
        var place = ComputeDevice.Parse(device);
        var type = place.NumberType(numberType);
        var checkpoint = CheckpointReader.Open(folder);
        var config = checkpoint.Config;
        if (tokens.Count == 0)
            throw new InvalidTokensException("No tokens were given; at least one is needed.");
        foreach (var token in tokens)
            if ((uint)token >= (uint)config.VocabularySize)
                throw new InvalidTokensException($"The token {token} is outside the vocabulary; ids go from 0 to {config.VocabularySize - 1}.");
        if (newTokens < 0 || tokens.Count + (long)newTokens > config.Context)
            throw new InvalidTokensException($"{tokens.Count} tokens and {newTokens} new ones do not fit into the context of {config.Context}.");

        using var weights = checkpoint.ReadWeights(place, type);
        using var engine = new ReferenceEngine(weights, GreedyRun.BlocksFor(tokens.Count + newTokens));
        var run = GreedyRun.Of(engine, tokens, newTokens, cancellationToken);
        return run.Logits.All(float.IsFinite)
            ? new ProbedLogits(run.Logits, run.Tokens)
            : throw new CheckpointException($"The checkpoint '{folder}' cannot be used: its weights lead to logits that are not numbers.");
    }
}

/// <summary>Tokens that were given cannot be computed by the model; the message says why.</summary>
public sealed class InvalidTokensException : Exception
{
    public InvalidTokensException(string message)
        : base(message)
    {
    }

    public InvalidTokensException(string message, Exception cause)
        : base(message, cause)
    {
    }

    public InvalidTokensException()
    {
    }
}
