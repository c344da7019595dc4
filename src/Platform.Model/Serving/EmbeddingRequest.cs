namespace Platform.Model.Serving;

/// <summary>Texts to turn into vectors with a served model.</summary>
public sealed record EmbeddingRequest
{
    /// <summary>Name of a served model.</summary>
    public required string Model { get; init; }

    public required IReadOnlyList<ModelPrompt> Inputs { get; init; }

    /// <summary>Null: as the model's configuration says.</summary>
    public EmbeddingPooling? Pooling { get; init; }

    /// <summary>Only the first so many numbers, made of length 1 again; null for all.</summary>
    public int? Dimensions { get; init; }

    /// <summary>Who asks; null for the platform itself.</summary>
    public string? Tenant { get; init; }
}

/// <summary>How one vector is made of the hidden states of all tokens.</summary>
public enum EmbeddingPooling
{
    Mean,
    LastToken,
}

/// <param name="Vectors">One for each input, of length 1.</param>
/// <param name="PromptTokens">Of all inputs.</param>
public sealed record EmbeddingResult(IReadOnlyList<float[]> Vectors, int PromptTokens);
