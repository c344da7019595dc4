using Platform.Scenarios.Simulation.Characters;
using Platform.Scenarios.Simulation.Content;

namespace Platform.Scenarios.Simulation.Scoring;

/// <summary>The rubrics that ship beside the program.</summary>
public sealed class Rubrics
{
    /// <summary>Id of the criterion that holds a scene's own checks; it stands in no rubric.</summary>
    public const string SceneCriterion = "scene";

    private readonly IReadOnlyList<Rubric> _all;

    private Rubrics(IReadOnlyList<Rubric> all) => _all = all;

    public static Rubrics Read(params string[] folders) => new([.. folders.SelectMany(folder => ContentFile.ReadAll<Rubric>(Path.Combine(folder, "rubrics")))]);

    public static Rubrics Shipped() => Read(
        Path.Combine(AppContext.BaseDirectory, "CommunityRole", "Content"), Path.Combine(AppContext.BaseDirectory, "Counseling", "Content"));

    public static InBoth SceneName { get; } = new("本案要点", "Points of this case");

    public IReadOnlyList<Rubric> All => _all;

    /// <returns>How a criterion is called; null when no rubric has it any more.</returns>
    public InBoth? NameOf(string criterion) =>
        criterion == SceneCriterion ? SceneName : _all.SelectMany(rubric => rubric.Criteria).FirstOrDefault(c => c.Id == criterion)?.Name;

    /// <summary>The newest of the scene's family, and the one for crises where there is a risk.</summary>
    public IReadOnlyList<Rubric> For(SceneKey scene)
    {
        var own = Newest(scene.Family, crisis: false) ?? throw new KeyNotFoundException($"No rubric is there for the family '{scene.Family}'. Add one under Content/rubrics.");
        return scene.Crisis && Newest(scene.Family, crisis: true) is { } risk ? [own, risk] : [own];
    }

    /// <summary>Whether scores are made with this version now.</summary>
    public bool InService(string? id, int? version) => _all.Any(r => r.Id == id && r.Version == version && Newest(r.Family, r.Crisis) == r);

    private Rubric? Newest(string family, bool crisis) => _all.Where(r => r.Family == family && r.Crisis == crisis).MaxBy(r => r.Version);
}
