namespace Platform.Bots.Channels.DirectLine;

internal static partial class DirectLineLog
{
    [LoggerMessage(3101, LogLevel.Information, "Key made: {Path}, readable by the owner only")]
    public static partial void KeyMade(this ILogger logger, string path);

    [LoggerMessage(3102, LogLevel.Error, "Direct Line request failed: {Method} {Route}, {Failure}")]
    public static partial void RequestFailed(this ILogger logger, string method, string? route, string failure);

    [LoggerMessage(3103, LogLevel.Information, "Stream cut: conversation {Conversation}, a frame was not taken within {Seconds} s")]
    public static partial void StreamCut(this ILogger logger, string conversation, double seconds);

    [LoggerMessage(3104, LogLevel.Warning, "Stream not renewed, tried again: conversation {Conversation}, {Failure}")]
    public static partial void StreamNotRenewed(this ILogger logger, string conversation, string failure);

    [LoggerMessage(3105, LogLevel.Information, "Uploads deleted after their time: {Uploads}")]
    public static partial void UploadsDropped(this ILogger logger, int uploads);

    [LoggerMessage(3106, LogLevel.Error, "Uploads not deleted, tried again later: {Failure}")]
    public static partial void UploadsNotDropped(this ILogger logger, string failure);
}
