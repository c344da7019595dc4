using Platform.Scenarios.Simulation.Characters;
using Platform.Scenarios.Simulation.Content;

namespace Platform.Scenarios.Simulation.Scoring;

/// <summary>The rubrics that ship beside the program.</summary>
public sealed class Rubrics
{
    private readonly IReadOnlyList<Rubric> _all;

    private Rubrics(IReadOnlyList<Rubric> all) => _all = all;

    public static Rubrics Read(params string[] folders) => new([.. folders.SelectMany(folder => ContentFile.ReadAll<Rubric>(Path.Combine(folder, "rubrics")))]);

    public static Rubrics Shipped() => Read(
        Path.Combine(AppContext.BaseDirectory, "CommunityRole", "Content"), Path.Combine(AppContext.BaseDirectory, "Counseling", "Content"));

    public IReadOnlyList<Rubric> All => _all;

    /// <summary>The newest of the scene's family, and the one for crises where there is a risk.</summary>
    public IReadOnlyList<Rubric> For(SceneKey scene)
    {
        var own = Newest(scene.Family, crisis: false) ?? throw new KeyNotFoundException($"No rubric is there for the family '{scene.Family}'. Add one under Content/rubrics.");
        return scene.Crisis && Newest(scene.Family, crisis: true) is { } risk ? [own, risk] : [own];
    }

    private Rubric? Newest(string family, bool crisis) => _all.Where(r => r.Family == family && r.Crisis == crisis).MaxBy(r => r.Version);
}
