using Microsoft.Extensions.Logging;

namespace Platform.Model.Serving;

internal static partial class ServingLog
{
    [LoggerMessage(4101, LogLevel.Information, "Model loaded: {Model} version {Version} with {Engine} ({Reason}), {Megabytes} MB, {Blocks} blocks of {BlockSize}, in {ElapsedMs} ms")]
    public static partial void ModelLoaded(this ILogger logger, string model, int version, string engine, string reason, long megabytes, int blocks, int blockSize, long elapsedMs);

    [LoggerMessage(4102, LogLevel.Error, "Model not loaded: {Model}, {Failure}")]
    public static partial void ModelNotLoaded(this ILogger logger, string model, string failure);

    [LoggerMessage(4103, LogLevel.Information, "Model unloaded: {Model} version {Version}, to make room or because it was asked for")]
    public static partial void ModelUnloaded(this ILogger logger, string model, int version);

    [LoggerMessage(4104, LogLevel.Error, "Step failed: {Engine}, {Sequences} sequences (several are tried again one by one), {Failure} {Stack}")]
    public static partial void StepFailed(this ILogger logger, string engine, int sequences, string failure, string? stack);

    [LoggerMessage(4105, LogLevel.Error, "No next piece chosen: {Engine}, {Failure} {Stack}")]
    public static partial void NoTokenChosen(this ILogger logger, string engine, string failure, string? stack);

    [LoggerMessage(4106, LogLevel.Critical, "Scheduler failed, its requests ended: {Failure} {Stack}")]
    public static partial void SchedulerFailed(this ILogger logger, string failure, string? stack);

    [LoggerMessage(4107, LogLevel.Error, "Draft failed and is not used any more: {Engine}, {Failure} {Stack}")]
    public static partial void DraftFailed(this ILogger logger, string engine, string failure, string? stack);
}
