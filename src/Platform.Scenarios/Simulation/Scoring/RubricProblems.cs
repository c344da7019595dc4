using Platform.Scenarios.Simulation.Acts;
using Platform.Scenarios.Simulation.Content;

namespace Platform.Scenarios.Simulation.Scoring;

/// <summary>What keeps a rubric from judging: sums, names, ids, and checks that the engine cannot decide.</summary>
internal static class RubricProblems
{
    /// <summary>Ids of the criteria for a risk begin so, and no others: both kinds stand in one score.</summary>
    public const string RiskPrefix = "crisis";

    private const int MostPenalty = 20;
    private const int LongestName = 60;
    private const int LongestId = 100;

    public static IEnumerable<ContentProblem> Of(Rubric rubric)
    {
        if (rubric.Family is not (ActCodes.CommunityFamily or ActCodes.CounsellingFamily))
            return [new ContentProblem(
                $"$.family 是“{rubric.Family}”，应为 {ActCodes.CommunityFamily} 或 {ActCodes.CounsellingFamily}。", $"$.family is '{rubric.Family}'; {ActCodes.CommunityFamily} or {ActCodes.CounsellingFamily} is needed.")];
        return Head(rubric).Concat(Weights(rubric)).Concat(rubric.Criteria.SelectMany((criterion, at) => Within(rubric, criterion, $"$.criteria[{at}]"))).Concat(Twice(rubric));
    }

    private static IEnumerable<ContentProblem> Head(Rubric rubric)
    {
        if (!Rules.IsId(rubric.Id))
            yield return Rules.BadId("$.id", rubric.Id);
        if (rubric.Crisis && rubric.Family != ActCodes.CounsellingFamily)
            yield return new ContentProblem("$.crisis：只有心理咨询的场景有危机。", "$.crisis: only scenes of counselling have a crisis.");
        if (rubric.PassMark is < 1 or > 100)
            yield return new ContentProblem($"$.passMark 是 {rubric.PassMark}，应在 1 到 100 之间。", $"$.passMark is {rubric.PassMark}; 1 to 100 is needed.");
        if (rubric.Penalty is < 0 or > MostPenalty)
            yield return new ContentProblem($"$.penalty 是 {rubric.Penalty}，应在 0 到 {MostPenalty} 之间。", $"$.penalty is {rubric.Penalty}; 0 to {MostPenalty} is needed.");
        if (rubric.Name is { } name && Unnamed(name))
            yield return NotNamed("$.name");
    }

    private static IEnumerable<ContentProblem> Weights(Rubric rubric)
    {
        var counted = rubric.Criteria.Where(criterion => !criterion.Off).ToList();
        if (counted.Count == 0)
            yield return new ContentProblem("$.criteria：没有启用的评分标准。", "$.criteria: no criterion is switched on.");
        else if (counted.Sum(criterion => criterion.Weight) is var sum and not 100)
            yield return new ContentProblem($"$.criteria：启用的权重合计 {sum}，应为 100。", $"$.criteria: the weights sum up to {sum}; 100 is needed.");
    }

    private static IEnumerable<ContentProblem> Within(Rubric rubric, Criterion criterion, string place)
    {
        if (!Rules.IsId(criterion.Id) || criterion.Id.Length > LongestId)
            yield return Rules.BadId($"{place}.id", criterion.Id);
        if (criterion.Id == Rubrics.SceneCriterion || criterion.Id.StartsWith(RiskPrefix, StringComparison.Ordinal) != rubric.Crisis)
            yield return new ContentProblem(
                $"{place}.id 是“{criterion.Id}”：{Rubrics.SceneCriterion} 留给案件自己的要点，以 {RiskPrefix} 开头的留给危机评分表。", $"{place}.id is '{criterion.Id}': {Rubrics.SceneCriterion} is kept for the points of a case, and what begins with {RiskPrefix} for the rubric of a crisis.");
        if (Unnamed(criterion.Name))
            yield return NotNamed($"{place}.name");
        if (criterion is { Off: false, Weight: < 1 or > 100 })
            yield return new ContentProblem($"{place}.weight 是 {criterion.Weight}，应在 1 到 100 之间。", $"{place}.weight is {criterion.Weight}; 1 to 100 is needed.");
        if (criterion is { Off: false } && criterion.Counted().Count == 0)
            yield return new ContentProblem($"{place}“{criterion.Name.Zh}”没有启用的检查项，会白得满分。", $"{place} '{criterion.Name.En}' has no check that is switched on; it would be met by doing nothing.");
        foreach (var problem in criterion.Checks.SelectMany((check, at) => CheckProblems.Of(rubric.Family, rubric.Crisis, check, $"{place}.checks[{at}]")))
            yield return problem;
    }

    private static IEnumerable<ContentProblem> Twice(Rubric rubric)
    {
        var criteria = rubric.Criteria.Select((criterion, i) => (Place: $"$.criteria[{i}]", criterion.Id));
        var checks = rubric.Criteria.SelectMany((criterion, i) => criterion.Checks.Select((check, j) => (Place: $"$.criteria[{i}].checks[{j}]", check.Id)));
        return criteria.GroupBy(c => c.Id, StringComparer.Ordinal).Concat(checks.GroupBy(c => c.Id, StringComparer.Ordinal)).Where(same => same.Count() > 1)
            .Select(same => new ContentProblem($"{same.Last().Place}.id：“{same.Key}”用了两次。", $"{same.Last().Place}.id '{same.Key}' is used twice."));
    }

    private static bool Unnamed(InBoth name) => string.IsNullOrWhiteSpace(name.Zh) || string.IsNullOrWhiteSpace(name.En) || name.Zh.Length > LongestName || name.En.Length > LongestName;

    private static ContentProblem NotNamed(string place) =>
        new($"{place} 要有中文和英文，各不超过 {LongestName} 个字符。", $"{place} is needed in both languages, with {LongestName} characters at most in each.");
}
