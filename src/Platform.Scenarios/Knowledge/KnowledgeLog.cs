using Microsoft.Extensions.Logging;

namespace Platform.Scenarios.Knowledge;

internal static partial class KnowledgeLog
{
    [LoggerMessage(1101, LogLevel.Information, "Knowledge index trained: language {Language}, {Entries} entries, {Passages} passages, revision {Revision}, {ElapsedMs} ms")]
    public static partial void IndexTrained(this ILogger logger, string language, int entries, int passages, long revision, long elapsedMs);

    [LoggerMessage(1102, LogLevel.Information, "Knowledge index loaded: language {Language}, {Entries} entries, {Passages} passages, revision {Revision}, {ElapsedMs} ms")]
    public static partial void IndexLoaded(this ILogger logger, string language, int entries, int passages, long revision, long elapsedMs);

    [LoggerMessage(1103, LogLevel.Warning, "Knowledge index not saved, it answers from memory: language {Language}, {Failure}")]
    public static partial void IndexNotSaved(this ILogger logger, string language, string failure);

    [LoggerMessage(1104, LogLevel.Error, "Knowledge index not trained, the former one goes on answering: language {Language}, {Failure}")]
    public static partial void IndexNotTrained(this ILogger logger, string language, string failure);

    [LoggerMessage(1105, LogLevel.Information, "Knowledge imported: {Added} added, {Changed} changed, {Unchanged} unchanged, {Refused} refused, {ElapsedMs} ms")]
    public static partial void Imported(this ILogger logger, int added, int changed, int unchanged, int refused, long elapsedMs);

    [LoggerMessage(1106, LogLevel.Error, "Knowledge not ready at start, the next question tries again: {Failure}")]
    public static partial void NotReadyAtStart(this ILogger logger, string failure);
}
