using System.Text.Json;
using Platform.Model.Generation;
using Platform.Model.Serving;

namespace Platform.Bots.OpenPlatform.Requests;

/// <summary>A request to <c>/v1/completions</c>.</summary>
internal sealed record CompletionBody
{
    private const int MostLogProbs = SamplingOptions.MostTopLogProbs;

    public required IReadOnlyList<ModelPrompt> Prompts { get; init; }

    public required SamplingOptions Sampling { get; init; }

    public required IReadOnlyList<string> Stops { get; init; }

    public ResponseFormat? Format { get; init; }

    /// <summary>16 when nothing is said, as OpenAI has it.</summary>
    public int MaxTokens { get; init; }

    public int Choices { get; init; } = 1;

    public int? BestOf { get; init; }

    public bool Echo { get; init; }

    public string Suffix { get; init; } = "";

    public bool Stream { get; init; }

    public bool IncludeUsage { get; init; }

    /// <summary>How many alternatives to tell with each token; null tells none.</summary>
    public int? LogProbs { get; init; }

    public string? CacheSalt { get; init; }

    public string? Adapter { get; init; }

    public static CompletionBody Read(RequestFields fields)
    {
        var logProbs = fields.Find("logprobs") is { ValueKind: JsonValueKind.False } ? null
            : fields.Find("logprobs") is { ValueKind: JsonValueKind.True } ? 0 : fields.Integer("logprobs", 0, MostLogProbs);
        var choices = fields.Integer("n", 1, 128) ?? 1;
        var bestOf = fields.Integer("best_of", 1, 128);
        if (bestOf < choices)
            throw ApiException.Invalid("best_of", $"best_of is {bestOf}; it must be at least n, which is {choices}.");
        fields.Text("user");
        return new CompletionBody
        {
            Prompts = InputFields.Prompts(fields.Find("prompt"), "prompt", most: 256),
            Sampling = GenerationFields.Sampling(fields, logProbs),
            Stops = GenerationFields.Stops(fields),
            Format = GenerationFields.Format(fields),
            MaxTokens = fields.Integer("max_tokens", 0, int.MaxValue) ?? 16,
            Choices = choices,
            BestOf = bestOf,
            Echo = fields.Flag("echo") ?? false,
            Suffix = fields.Text("suffix") ?? "",
            Stream = fields.Flag("stream") ?? false,
            IncludeUsage = fields.Object("stream_options")?.Flag("include_usage") ?? false,
            LogProbs = logProbs,
            CacheSalt = fields.Text("cache_salt"),
            Adapter = fields.Text("adapter"),
        };
    }
}
