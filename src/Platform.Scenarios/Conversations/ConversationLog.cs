using Microsoft.Extensions.Logging;

namespace Platform.Scenarios.Conversations;

internal static partial class ConversationLog
{
    [LoggerMessage(1001, LogLevel.Error, "Turn failed: conversation {Conversation}, scenario {Scenario}, {Failure}")]
    public static partial void TurnFailed(this ILogger logger, Guid conversation, string scenario, string failure);

    [LoggerMessage(1002, LogLevel.Error, "Answer not stored, still owed: conversation {Conversation}, {Failure}")]
    public static partial void AnswerNotStored(this ILogger logger, Guid conversation, string failure);

    [LoggerMessage(1003, LogLevel.Error, "Reply not sent, still owed: conversation {Conversation}, {Failure}")]
    public static partial void ReplyNotSent(this ILogger logger, Guid conversation, string failure);

    [LoggerMessage(1004, LogLevel.Warning, "Reply refused by the channel: conversation {Conversation}, {Reason}")]
    public static partial void ReplyRefused(this ILogger logger, Guid conversation, string reason);

    [LoggerMessage(1005, LogLevel.Information, "Conversations woken for owed turns: {Conversations}")]
    public static partial void OwedTurnsWoken(this ILogger logger, int conversations);

    [LoggerMessage(1006, LogLevel.Error, "Owed turns not read: {Failure}")]
    public static partial void OwedTurnsNotRead(this ILogger logger, string failure);

    [LoggerMessage(1007, LogLevel.Information, "Waits for a person ended without one: {Conversations} conversations")]
    public static partial void WaitsEnded(this ILogger logger, int conversations);

    [LoggerMessage(1008, LogLevel.Error, "Waiting conversations not read: {Failure}")]
    public static partial void WaitsNotRead(this ILogger logger, string failure);

    [LoggerMessage(1009, LogLevel.Warning, "Reply not taken by the channel, tried again later: conversation {Conversation}, {Reason}")]
    public static partial void ReplyNotTaken(this ILogger logger, Guid conversation, string reason);

    [LoggerMessage(1010, LogLevel.Error, "Reply given up: conversation {Conversation}, tried for {Minutes} min")]
    public static partial void ReplyGivenUp(this ILogger logger, Guid conversation, double minutes);

    [LoggerMessage(1011, LogLevel.Error, "Reply handed over and not marked, marked later: conversation {Conversation}, {Failure}")]
    public static partial void ReplyNotMarked(this ILogger logger, Guid conversation, string failure);

    [LoggerMessage(1012, LogLevel.Warning, "Conversation not followed, tried again: conversation {Conversation}, {Failure}")]
    public static partial void NotFollowed(this ILogger logger, Guid conversation, string failure);

    [LoggerMessage(1013, LogLevel.Error, "Conversation with owed turns not woken: conversation {Conversation}, {Failure}")]
    public static partial void NotWoken(this ILogger logger, Guid conversation, string failure);
}
