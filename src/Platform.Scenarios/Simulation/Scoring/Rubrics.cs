using Platform.Scenarios.Simulation.Characters;
using Platform.Scenarios.Simulation.Content;

namespace Platform.Scenarios.Simulation.Scoring;

/// <summary>The rubrics that ship beside the program.</summary>
public sealed class Rubrics
{
    /// <summary>Id of the criterion that holds a scene's own checks; it stands in no rubric.</summary>
    public const string SceneCriterion = "scene";

    private readonly IReadOnlyList<Rubric> _all;
    private readonly IReadOnlyList<CheckList> _lists;

    private Rubrics(IReadOnlyList<Rubric> all, IReadOnlyList<CheckList> lists) => (_all, _lists) = (all, lists);

    public static Rubrics Read(params string[] folders) => new(
        [.. folders.SelectMany(folder => ContentFile.ReadAll<Rubric>(Path.Combine(folder, "rubrics")))],
        [.. folders.SelectMany(folder => ContentFile.ReadAll<CheckList>(Path.Combine(folder, "checks")))]);

    public static Rubrics Shipped() => Read(
        Path.Combine(AppContext.BaseDirectory, "CommunityRole", "Content"), Path.Combine(AppContext.BaseDirectory, "Counseling", "Content"));

    public static InBoth SceneName { get; } = new("本案要点", "Points of this case");

    public IReadOnlyList<Rubric> All => _all;

    /// <summary>The newest of each family, and of each the one for crises.</summary>
    public IReadOnlyList<Rubric> InService => [.. _all.Where(rubric => Newest(rubric.Family, rubric.Crisis) == rubric)];

    /// <summary>The newest of the scene's family, and the one for crises where there is a risk.</summary>
    public IReadOnlyList<Rubric> For(SceneKey scene)
    {
        var own = Newest(scene.Family, crisis: false) ?? throw new KeyNotFoundException($"No rubric is there for the family '{scene.Family}'. Add one under Content/rubrics.");
        return scene.Crisis && Newest(scene.Family, crisis: true) is { } risk ? [own, risk] : [own];
    }

    /// <summary>Every check that a rubric of this kind can be put together from: those of the one that ships first.</summary>
    public IReadOnlyList<RubricCheck> Checks(string family, bool crisis) =>
        [.. (Newest(family, crisis)?.Criteria ?? []).SelectMany(criterion => criterion.Checks)
            .Concat(_lists.Where(list => list.Family == family && !crisis).SelectMany(list => list.Checks)).DistinctBy(check => check.Id, StringComparer.Ordinal)];

    private Rubric? Newest(string family, bool crisis) => _all.Where(r => r.Family == family && r.Crisis == crisis).MaxBy(r => r.Version);
}
