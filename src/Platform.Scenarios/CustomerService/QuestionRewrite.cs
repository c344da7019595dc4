using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging;
using Platform.Model.Routes;
using Platform.Scenarios.Prompts;

namespace Platform.Scenarios.CustomerService;

/// <summary>Has a model make a follow-up question standalone, where the rules alone find no answer.</summary>
internal sealed class QuestionRewrite(IModelRoutes routes, TimeProvider clock, ILogger<QuestionRewrite> logger)
{
    private const int Longest = 200;
    private static readonly TimeSpan MostTime = TimeSpan.FromSeconds(8); // the answer itself still has to be looked up

    private static readonly JsonSerializerOptions Data = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private static readonly PromptFile Prompt = PromptFile.Load("CustomerService/rewrite.prompt.md");

    /// <returns>Null where no model is configured, it fails, or what it wrote says anything that the dialogue does not.</returns>
    public async Task<string?> RewriteAsync(AnsweredTopic topic, string question, string language, CancellationToken cancellationToken)
    {
        if (!routes.TryRoute(GroundedAnswer.Skill, out var model))
            return null;

        var messages = Prompt.Fill(new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["language"] = language == SpokenLanguage.English ? "English" : "Chinese",
            ["material"] = JsonSerializer.Serialize(new { topic = topic.Question, question }, Data),
        });
        using var limit = new CancellationTokenSource(model.TimeLimit < MostTime ? model.TimeLimit : MostTime, clock);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            var response = await model.Client.GetResponseAsync(messages, new ChatOptions { Temperature = 0, MaxOutputTokens = 200 }, both.Token).WaitAsync(both.Token);
            return Checked(response.Text, topic.Question, question);
        }
        catch (Exception broken) when (!cancellationToken.IsCancellationRequested) // the question is then taken as the rules made it
        {
            logger.ModelFailed(GroundedAnswer.Skill, model.Model, 1, limit.IsCancellationRequested ? "TimeLimit" : broken.GetType().Name);
            return null;
        }
    }

    /// <summary>One line, and every word of weight from the dialogue: a rewrite may join, never add.</summary>
    internal static string? Checked(string written, string topic, string question)
    {
        var line = written.Trim().Trim('"', '“', '”').Trim();
        if (line.Length is 0 or > Longest || line.Contains('\n', StringComparison.Ordinal))
            return null;

        var verdict = new SentenceCheck([$"{topic}\n{question}"], leastSupport: 0.6).Check($"{line} [1]");
        return verdict.Verdict is SentenceVerdict.Supported or "other-polarity" ? line : null; // a question has no polarity to keep
    }
}
