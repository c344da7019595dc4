namespace Platform.Scenarios.Skills.ClassicalPoetry;

/// <summary>One poem that was written to an order, with its check.</summary>
/// <param name="Text">Lines with marks, a couplet on each line of text.</param>
/// <param name="MeanLogProbability">By the model, of each token, in nats; NaN when the model does not tell.</param>
/// <param name="Score">What the candidates are ranked by: <see cref="MeanLogProbability"/>, half the parallelism of the middle couplets, 0.15 for a sign of the title.</param>
public sealed record PoemDraft(string Text, PoemReport Report, double MeanLogProbability, double Score)
{
    /// <summary>Who wrote it; null where one model writes all.</summary>
    public string? Model { get; init; }

    internal static PoemDraft Of(PoemOrder order, string text, PoemReport report, double logProbability)
    {
        var theme = PoemOrder.Signs(order.Title).Any(sign => text.Contains(sign.ToString(), StringComparison.Ordinal)) ? 0.15 : 0;
        return new PoemDraft(text, report, logProbability, (double.IsNaN(logProbability) ? 0 : logProbability) + (0.5 * (report.Parallelism ?? 0)) + theme);
    }
}

/// <summary>The poems written to an order, the best first.</summary>
/// <param name="Model">Who wrote the best.</param>
/// <param name="PromptHash">Of the prompt that a remote model was given; null for the platform's own model, which goes on from the title.</param>
/// <param name="GivenIsFree">The given signs do not keep the form's tones; they stand as they are, and the rest follows the form.</param>
/// <param name="Discarded">How many were thrown away because they broke the form.</param>
public sealed record WrittenPoems(PoemOrder Order, IReadOnlyList<PoemDraft> Drafts, string Model, string? PromptHash, bool GivenIsFree, int Discarded);
