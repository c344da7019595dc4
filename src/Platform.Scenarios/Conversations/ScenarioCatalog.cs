using Platform.Scenarios.Turns;

namespace Platform.Scenarios.Conversations;

/// <summary>The scenarios by name.</summary>
public sealed class ScenarioCatalog(IEnumerable<IScenario> scenarios)
{
    private readonly Dictionary<string, IScenario> _scenarios = scenarios.ToDictionary(s => s.Name, StringComparer.Ordinal);

    public IScenario this[string name] => _scenarios.TryGetValue(name, out var scenario)
        ? scenario
        : throw new KeyNotFoundException($"No scenario is named '{name}'. Known: {string.Join(", ", _scenarios.Keys.Order(StringComparer.Ordinal))}.");

    public bool Knows(string name) => _scenarios.ContainsKey(name);
}
