using System.Collections.Frozen;
using Platform.Scenarios.Simulation.Content;

namespace Platform.Scenarios.Practice.Authoring;

/// <summary>What trainers authored and practice may use: every version that was ever released, and which of them new sessions begin with. Never changes; a release makes another.</summary>
internal sealed class AuthoredScenes(IReadOnlyDictionary<(string Key, int Version), IAuthored> versions, IReadOnlyDictionary<string, int> inUse)
{
    private readonly FrozenDictionary<(string Key, int Version), IAuthored> _versions = versions.ToFrozenDictionary();
    private readonly FrozenDictionary<string, int> _inUse = inUse.Where(use => versions.ContainsKey((use.Key, use.Value))).ToFrozenDictionary(StringComparer.Ordinal);

    public static AuthoredScenes None { get; } = new(new Dictionary<(string, int), IAuthored>(), new Dictionary<string, int>(StringComparer.Ordinal));

    /// <summary>The version that a new session begins with; null when nothing authored of this id is in use.</summary>
    public int? InUse(string key) => _inUse.TryGetValue(key, out var version) ? version : null;

    public T? Version<T>(string key, int version)
        where T : class, IAuthored => _versions.GetValueOrDefault((key, version)) as T;

    /// <summary>Every version that was ever released, the newest of each first.</summary>
    public IEnumerable<T> Every<T>()
        where T : class, IAuthored => _versions.OrderBy(version => version.Key.Key, StringComparer.Ordinal).ThenByDescending(version => version.Key.Version).Select(version => version.Value).OfType<T>();

    /// <summary>Those in use, in the order of their ids.</summary>
    public IEnumerable<T> All<T>()
        where T : class, IAuthored => _inUse.OrderBy(use => use.Key, StringComparer.Ordinal).Select(use => Version<T>(use.Key, use.Value)).OfType<T>();
}
