using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.Extensions.AI;
using Platform.Model.Routes;
using Platform.Scenarios.Prompts;

namespace Platform.Scenarios.Skills.Summaries;

/// <summary>Sums a text or dialogue up: by the model of the route <c>summary</c> where there is one and every figure it names stands in the text, otherwise by the text's own sentences.</summary>
public sealed partial class SummarySkill(IModelRoutes routes, SkillModel asks) : ISkill
{
    private const string SkillName = "summary";
    private const string Engine = "extractive";
    private const int Longest = 50_000;
    private const int LongestForModel = 8_000;

    private static readonly JsonSerializerOptions Data = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private static readonly PromptFile Prompt = PromptFile.Load("Skills/Summaries/summary.prompt.md");

    public string Name => SkillName;

    public async Task<SkillOutcome> RunAsync(SkillRequest request, CancellationToken cancellationToken)
    {
        if (request.UnknownArgument("sentences") is { } unknown)
            return unknown;
        if (request.Text.Trim() is not { Length: > 0 and <= Longest } text)
            return SkillOutcome.Cannot(request, $"请给出 1 到 {Longest} 字的文字。", $"Give a text of 1 to {Longest} characters.");
        if (!int.TryParse(request.Argument("sentences") ?? "3", CultureInfo.InvariantCulture, out var sentences) || sentences is < 1 or > 10)
            return SkillOutcome.Cannot(request, $"sentences 为“{request.Argument("sentences")}”，应为 1 到 10 的整数。", $"sentences is '{request.Argument("sentences")}'; a whole number from 1 to 10 is needed.");

        var rejected = (string?)null;
        if (text.Length <= LongestForModel && routes.TryRoute(SkillName, out var model))
        {
            var said = await asks.AskAsync(SkillName, model, Messages(text, sentences), new ChatOptions { Temperature = 0, MaxOutputTokens = 80 * sentences }, cancellationToken);
            rejected = Fault(said, text);
            if (rejected is null)
                return new SkillOutcome.Done(said!, model.Model, Prompt.Hash, new SummaryDetails("model", null));
        }

        return new SkillOutcome.Done(string.Join('\n', ExtractiveSummary.Of(text, sentences)), Engine, null, new SummaryDetails(Engine, rejected));
    }

    /// <returns>Why what the model said is not taken; null when it is.</returns>
    internal static string? Fault(string? said, string text) => said switch
    {
        null => "no-answer",
        _ when said.Length >= text.Length => "not-shorter",
        _ when Figure().Matches(said).Any(figure => !Figure().Matches(text).Select(known => known.Value).Contains(figure.Value, StringComparer.Ordinal)) => "unknown-figure",
        _ => null,
    };

    private static IList<ChatMessage> Messages(string text, int sentences) => Prompt.Fill(new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["sentences"] = sentences.ToString(CultureInfo.InvariantCulture),
        ["material"] = JsonSerializer.Serialize(new { text }, Data),
    });

    [GeneratedRegex(@"\d+(?:[.,:]\d+)*", RegexOptions.CultureInvariant, 500)]
    private static partial Regex Figure();
}

/// <param name="Engine">model or extractive.</param>
/// <param name="Rejected">Why a model's summary was not taken, such as unknown-figure; null when none was asked or it was taken.</param>
public sealed record SummaryDetails(string Engine, string? Rejected);
