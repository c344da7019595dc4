using Platform.Model.Evaluation.Running;
using Platform.Model.Generation;
using Platform.Model.Serving;
using Platform.Model.Tokenization;

namespace Platform.Model.Evaluation.Writing;

/// <summary>What a model writes after prompts, as text.</summary>
internal sealed class WrittenTexts(EvaluatedModel model)
{
    private readonly Continuation _continuation = new(model.Engine, model.Context, model.Tokenizer.EndTokens);

    public static SamplingOptions Greedy { get; } = new() { Temperature = 0 };

    /// <summary>For figures of variety, which greedy text has little of.</summary>
    public static SamplingOptions Varied { get; } = new() { Temperature = 0.8, TopP = 0.95 };

    /// <exception cref="EvaluationException">The model has no chat template.</exception>
    public int[] Prompt(IEnumerable<(string Role, string Content)> messages)
    {
        if (model.Text.Template is null)
            throw new EvaluationException($"{model.Name} has no chat template, so it cannot be asked in turns.");
        return model.Encoder.Encode(new ModelPrompt.Chat([.. messages.Select(message => new TemplateMessage(message.Role, message.Content))]));
    }

    public int[] Prompt(string text) => [model.Boundary, .. model.Tokenizer.Encode(text)];

    public IReadOnlyList<(string Text, bool Ended)> After(IReadOnlyList<int[]> prompts, int most, SamplingOptions options, long seed, CancellationToken cancellationToken) =>
        [.. _continuation.Write(prompts, most, options, seed, cancellationToken).Select(written => (model.Tokenizer.Decode(written.Ids), written.End is not null))];
}
