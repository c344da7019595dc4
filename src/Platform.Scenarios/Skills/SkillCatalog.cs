namespace Platform.Scenarios.Skills;

/// <summary>The skills by name.</summary>
public sealed class SkillCatalog(IEnumerable<ISkill> skills)
{
    private readonly Dictionary<string, ISkill> _skills = skills.ToDictionary(skill => skill.Name, StringComparer.OrdinalIgnoreCase);

    public IReadOnlyList<string> Names => [.. _skills.Keys.Order(StringComparer.Ordinal)];

    /// <returns>Null when no skill has the name.</returns>
    public ISkill? Find(string name) => _skills.GetValueOrDefault(name);
}
