namespace Platform.Model.Serving;

/// <summary>A served model as it is at this moment.</summary>
/// <param name="Version">Counts up with each load of the name; 0 before the first.</param>
/// <param name="Engine">How it is computed, for example <c>managed-int8</c>; null when not loaded.</param>
/// <param name="EngineReason">Why that engine was chosen.</param>
/// <param name="Bytes">Weights and key/value pool.</param>
/// <param name="Failure">Why it could not be loaded the last time.</param>
public sealed record ServedModelState(
    string Name,
    string Folder,
    ModelStatus Status,
    int Version,
    string? Engine,
    string? EngineReason,
    int Context,
    int VocabularySize,
    long Parameters,
    long Bytes,
    DateTimeOffset? LoadedAt,
    DateTimeOffset? LastUsedAt,
    IReadOnlyList<string> Adapters,
    string? Failure,
    ServingFigures Figures);

public enum ModelStatus
{
    /// <summary>Configured; the first request loads it.</summary>
    Unloaded,
    Loading,
    Ready,

    /// <summary>The last attempt to load it failed; the next request tries again.</summary>
    Failed,
}
