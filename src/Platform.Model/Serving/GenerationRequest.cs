using System.Text.Json;
using Platform.Model.Generation;

namespace Platform.Model.Serving;

/// <summary>One prompt for a served model, and how to go on from it.</summary>
public sealed record GenerationRequest
{
    /// <summary>Name of a served model.</summary>
    public required string Model { get; init; }

    public required ModelPrompt Prompt { get; init; }

    /// <summary>Most tokens of one choice; null: what the context still holds, up to the model's own limit. 0 only scores the prompt.</summary>
    public int? MaxTokens { get; init; }

    public SamplingOptions Sampling { get; init; } = new();

    /// <summary>How many answers come back (<c>n</c>).</summary>
    public int Choices { get; init; } = 1;

    /// <summary>How many are generated to choose <see cref="Choices"/> from, by mean log-probability; null for as many as come back. More cannot be streamed: they come at the end.</summary>
    public int? BestOf { get; init; }

    /// <summary>Texts that end an answer; they are found across token borders and are not part of it.</summary>
    public IReadOnlyList<string> Stop { get; init; } = [];

    /// <summary>What form the answer must have; null for any.</summary>
    public ResponseFormat? Format { get; init; }

    /// <summary>Tell the prompt's tokens with their log-probabilities (<c>echo</c> with <c>logprobs</c>). Needs the whole prompt computed anew.</summary>
    public bool PromptLogProbs { get; init; }

    /// <summary>Name of one of the model's adapters; null for none.</summary>
    public string? Adapter { get; init; }

    /// <summary>Who asks: limits are kept and prompts are shared within one tenant. Null for the platform itself.</summary>
    public string? Tenant { get; init; }

    /// <summary>Prompts are shared only among requests with the same salt.</summary>
    public string? CacheSalt { get; init; }
}

/// <summary>The form an answer must have. It always closes within the most tokens.</summary>
public abstract record ResponseFormat
{
    /// <summary>Where it was given, in OpenAI's words: what a refusal names.</summary>
    public string Parameter { get; init; } = "response_format";

    /// <summary>Any JSON object.</summary>
    public sealed record JsonObject : ResponseFormat;

    /// <summary>JSON that the schema admits.</summary>
    public sealed record JsonSchema(JsonElement Schema) : ResponseFormat;

    /// <summary>Text that the whole pattern matches.</summary>
    public sealed record Pattern(string Expression) : ResponseFormat;

    /// <summary>One of these texts.</summary>
    public sealed record OneOf(IReadOnlyList<string> Values) : ResponseFormat;

    /// <summary>Text that is held to a form sign by sign, such as verse.</summary>
    public sealed record Signs(SignPlace Start) : ResponseFormat;
}
