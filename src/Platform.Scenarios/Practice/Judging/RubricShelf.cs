using Platform.Scenarios.Practice.Authoring;
using Platform.Scenarios.Simulation.Characters;
using Platform.Scenarios.Simulation.Scoring;

namespace Platform.Scenarios.Practice.Judging;

/// <summary>Which rubric judges what: those that ship, and every version that trainers released. Never changes; a release makes another.</summary>
internal sealed class RubricShelf(Rubrics shipped, AuthoredScenes authored)
{
    private IReadOnlyList<Rubric>? _inService;

    /// <summary>What a session that begins now can be judged by, what ships first.</summary>
    public IReadOnlyList<Rubric> InService => _inService ??= [.. shipped.InService, .. authored.All<Rubric>()];

    /// <returns>Null when it neither ships nor was released.</returns>
    public Rubric? Find(string id, int version) => authored.Version<Rubric>(id, version) ?? shipped.All.FirstOrDefault(rubric => rubric.Id == id && rubric.Version == version);

    /// <summary>What a session of the scene that begins now is judged by: what ships, with the named one in the place of the one of its kind.</summary>
    /// <param name="named">Ignored when it is not in service or judges other scenes.</param>
    public IReadOnlyList<Rubric> For(SceneKey scene, string? named)
    {
        var usual = shipped.For(scene);
        return named is not null && InService.FirstOrDefault(rubric => rubric.Id == named) is { } wanted ? Replace(usual, wanted) : usual;
    }

    /// <summary>What a session is judged by that began with these; what ships for one that kept none, or one that is gone.</summary>
    public IReadOnlyList<Rubric> Kept(SceneKey scene, IReadOnlyList<RubricPin>? pins)
    {
        var kept = (pins ?? []).Select(pin => Find(pin.Id, pin.Version)).OfType<Rubric>().ToList();
        return kept.Count > 0 && kept.Count == pins!.Count ? kept : shipped.For(scene);
    }

    /// <summary>The same rubrics, with another in the place of the one of its kind.</summary>
    public static IReadOnlyList<Rubric> Replace(IReadOnlyList<Rubric> rubrics, Rubric by) =>
        [.. rubrics.Select(rubric => rubric.Family == by.Family && rubric.Crisis == by.Crisis ? by : rubric)];

    /// <summary>Every criterion that a session was or is judged by, those in service first.</summary>
    public IEnumerable<Criterion> Criteria() => InService.Concat(authored.Every<Rubric>()).Concat(shipped.All).SelectMany(rubric => rubric.Criteria);

    /// <returns>How a criterion is called; null when no rubric has it any more.</returns>
    public InBoth? NameOf(string criterion) => criterion == Rubrics.SceneCriterion ? Rubrics.SceneName : Criteria().FirstOrDefault(one => one.Id == criterion)?.Name;

    /// <summary>Names what decided a criterion: see <see cref="CriterionJudge"/>. The checks of a scene itself carry no version of their own, they go with the rubric beside them.</summary>
    /// <returns>Null when that is not known any more.</returns>
    public string? JudgeOf(string criterion, string? rubric, int? version)
    {
        if (rubric is null || version is not { } number || Find(rubric, number) is not { } found)
            return null;
        if (criterion == Rubrics.SceneCriterion)
            return InService.Contains(found) ? Rubrics.SceneCriterion : null;
        return found.Counted().FirstOrDefault(one => one.Id == criterion) is { } asked ? CriterionJudge.Of(asked) : null;
    }

    /// <summary>Ids of the rubrics in service that ask a criterion, by the criterion and what decides it.</summary>
    public ILookup<(string Criterion, string Judge), string> Judges() =>
        InService.SelectMany(rubric => rubric.Counted().Select(criterion => (Key: (criterion.Id, CriterionJudge.Of(criterion)), rubric.Id))
                .Append((Key: (Rubrics.SceneCriterion, Rubrics.SceneCriterion), rubric.Id)))
            .ToLookup(one => one.Key, one => one.Id);
}
