namespace Platform.Bots.Channels.Connector;

internal static partial class ConnectorLog
{
    [LoggerMessage(2001, LogLevel.Information, "Signing keys fetched: {Metadata}, {Keys} keys")]
    public static partial void KeysFetched(this ILogger logger, string metadata, int keys);

    [LoggerMessage(2002, LogLevel.Warning, "Signing keys not fetched: {Metadata}, {Failure}")]
    public static partial void KeysNotFetched(this ILogger logger, string metadata, string failure);

    [LoggerMessage(2003, LogLevel.Warning, "Activity refused: {Status}, {Reason}")]
    public static partial void ActivityRefused(this ILogger logger, int status, string reason);

    [LoggerMessage(2004, LogLevel.Warning, "Token for replies not fetched: {Failure}")]
    public static partial void TokenNotFetched(this ILogger logger, string failure);

    [LoggerMessage(2005, LogLevel.Information, "Channel asked to wait or was away: {Status}, try {Try}, pause {PauseMs} ms")]
    public static partial void CallRetried(this ILogger logger, int status, int @try, double pauseMs);

    [LoggerMessage(2006, LogLevel.Information, "Stream ended early: {Status} {Code}; the answer follows as one message")]
    public static partial void StreamEnded(this ILogger logger, int status, string? code);

    [LoggerMessage(2007, LogLevel.Error, "Card press failed: {Failure}")]
    public static partial void PressFailed(this ILogger logger, string failure);

    [LoggerMessage(2008, LogLevel.Warning, "The Bot Connector lets nobody in: Connector:AppId is empty. Web chat works without it; for Teams set Connector:AppId and Connector:AppPassword.")]
    public static partial void NobodyIsLetIn(this ILogger logger);

    [LoggerMessage(2009, LogLevel.Warning, "The Bot Connector authenticates nobody, because this is Development and Connector:AppId is empty. Only services on this machine are answered.")]
    public static partial void EverybodyIsLetIn(this ILogger logger);
}
