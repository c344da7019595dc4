using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging;
using Platform.Model.Routes;

namespace Platform.Scenarios.Skills;

/// <summary>Asks the model of a skill's route once, within its time limit; never throws for what a model or its endpoint does.</summary>
public sealed class SkillModel(TimeProvider clock, ILogger<SkillModel> logger)
{
    /// <returns>What it said, trimmed; null when it failed, was too slow or said nothing.</returns>
    public async Task<string?> AskAsync(string skill, RoutedModel model, IEnumerable<ChatMessage> messages, ChatOptions options, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(model.TimeLimit, clock);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            var answer = await model.Client.GetResponseAsync(messages, options, both.Token).WaitAsync(both.Token);
            return answer.Text.Trim() is { Length: > 0 } text ? text : null;
        }
        catch (Exception broken) when (!cancellationToken.IsCancellationRequested) // whatever an endpoint does, the person gets an answer
        {
            logger.ModelFailed(skill, model.Model, limit.IsCancellationRequested ? "TimeLimit" : broken.GetType().Name);
            return null;
        }
    }
}

internal static partial class SkillLog
{
    [LoggerMessage(3511, LogLevel.Warning, "Skill not done by its model: skill {Skill}, model {Model}, {Failure}")]
    public static partial void ModelFailed(this ILogger logger, string skill, string model, string failure);
}
