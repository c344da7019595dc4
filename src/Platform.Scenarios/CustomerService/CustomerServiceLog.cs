using Microsoft.Extensions.Logging;

namespace Platform.Scenarios.CustomerService;

internal static partial class CustomerServiceLog
{
    [LoggerMessage(1201, LogLevel.Information, "Question decided: conversation {Conversation}, {Decision}, {Reason}, score {Score}, {ElapsedMs} ms")]
    public static partial void QuestionDecided(this ILogger logger, Guid conversation, string decision, string? reason, double? score, double elapsedMs);

    [LoggerMessage(1202, LogLevel.Warning, "Model failed: route {Route}, model {Model}, try {Try}, {Failure}")]
    public static partial void ModelFailed(this ILogger logger, string route, string model, int @try, string failure);
}
