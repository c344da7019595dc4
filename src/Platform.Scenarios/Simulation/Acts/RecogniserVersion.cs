using System.Security.Cryptography;
using System.Text.Json;
using Platform.Scenarios.Simulation.Content;

namespace Platform.Scenarios.Simulation.Acts;

/// <summary>Names what a recogniser decides by: the utterances that it learns from, the patterns and the way of learning.</summary>
internal static class RecogniserVersion
{
    /// <summary>To be raised when features, settings or what the engine makes of acts change: they stand in code, where nothing else tells one version from another.</summary>
    private const int Code = 1;

    private const int Length = 16;

    /// <summary>Names code and patterns alone: weights that were learned under others mean something else.</summary>
    public static string Basis { get; } = Of([]);

    /// <returns>The same on every machine for the same utterances in the same order.</returns>
    public static string Of(IReadOnlyList<Utterance> utterances)
    {
        var patterns = Recognisers.Kinds.SelectMany(kind => ActPatterns.Of(kind.Family, kind.Lang)).ToList();
        return Convert.ToHexStringLower(SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(new { Code, patterns, utterances }, ContentFile.Format)))[..Length];
    }
}
