using Microsoft.Extensions.AI;

namespace Platform.Model.Serving;

/// <summary>Vectors of texts, pooled from the hidden states of a served model. Refusals pass through as <see cref="AdmissionException"/>.</summary>
public sealed class LocalEmbeddingGenerator(ModelHost host, string model) : IEmbeddingGenerator<string, Embedding<float>>
{
    private readonly EmbeddingGeneratorMetadata _metadata = new("platform", defaultModelId: model);

    public async Task<GeneratedEmbeddings<Embedding<float>>> GenerateAsync(IEnumerable<string> values, EmbeddingGenerationOptions? options = null, CancellationToken cancellationToken = default)
    {
        var request = new EmbeddingRequest
        {
            Model = options?.ModelId ?? model,
            Inputs = [.. values.Select(value => new ModelPrompt.Text(value))],
            Dimensions = options?.Dimensions,
        };
        var result = await host.EmbedAsync(request, cancellationToken);
        var now = DateTimeOffset.UtcNow;
        return new GeneratedEmbeddings<Embedding<float>>(result.Vectors.Select(vector => new Embedding<float>(vector) { ModelId = request.Model, CreatedAt = now }))
        {
            Usage = new UsageDetails { InputTokenCount = result.PromptTokens, TotalTokenCount = result.PromptTokens },
        };
    }

    public object? GetService(Type serviceType, object? serviceKey = null) =>
        serviceKey is not null ? null
        : serviceType == typeof(EmbeddingGeneratorMetadata) ? _metadata
        : serviceType.IsInstanceOfType(this) ? this : null;

    public void Dispose()
    {
        // the host is not this generator's
    }
}
