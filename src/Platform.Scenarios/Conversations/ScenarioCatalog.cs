using Platform.Scenarios.Turns;

namespace Platform.Scenarios.Conversations;

/// <summary>The scenarios by name.</summary>
public sealed class ScenarioCatalog(IEnumerable<IScenario> scenarios)
{
    private readonly Dictionary<string, IScenario> _scenarios = scenarios.ToDictionary(s => s.Name, StringComparer.Ordinal);

    private readonly IInvitedScenario[] _invited = [.. scenarios.OfType<IInvitedScenario>()];

    public IScenario this[string name] => _scenarios.TryGetValue(name, out var scenario)
        ? scenario
        : throw new KeyNotFoundException($"No scenario is named '{name}'. Known: {string.Join(", ", Names)}.");

    public IEnumerable<string> Names => _scenarios.Keys.Order(StringComparer.Ordinal);

    /// <summary>The scenario that answers: one that was called into the conversation, or the conversation's own.</summary>
    public IScenario For(string name, Dialogue dialogue) => _invited.FirstOrDefault(scenario => scenario.IsInvited(dialogue)) ?? this[name];

    /// <summary>The scenario that answers although a person is to; null when none does.</summary>
    public IScenario? UrgentFor(Dialogue dialogue) => _invited.FirstOrDefault(scenario => scenario.IsUrgent && scenario.IsInvited(dialogue));

    public bool Knows(string name) => _scenarios.ContainsKey(name);
}
