using Platform.Scenarios.Simulation.Acts;
using Platform.Scenarios.Simulation.Characters;
using Platform.Scenarios.Simulation.Content;

namespace Platform.Scenarios.Simulation.Scoring;

/// <summary>What keeps the engine from deciding a check.</summary>
internal static class CheckProblems
{
    private const int MostTurns = 40; // no scene has more
    private const int LongestId = 100;

    /// <param name="crisis">Whether it stands in a rubric for a risk: the rules on how a risk was met belong there, and nothing else does.</param>
    public static IEnumerable<ContentProblem> Of(string family, bool crisis, RubricCheck check, string place)
    {
        if (!Rules.IsId(check.Id) || check.Id.Length > LongestId)
            yield return Rules.BadId($"{place}.id", check.Id);
        if (string.IsNullOrWhiteSpace(check.Question.Zh) || string.IsNullOrWhiteSpace(check.Question.En))
            yield return new ContentProblem($"{place}.question 要有中文和英文。", $"{place}.question is needed in both languages.");
        var by = check.By;
        var codes = ActCodes.Of(family);
        foreach (var code in by.Acts.Concat(by.NoneOf).Except(codes, StringComparer.Ordinal))
            yield return Rules.NoAct($"{place}.by", code, codes);
        if (by is { Acts.Count: 0, NoneOf.Count: 0, Elicited: null, State: null, Ends.Count: 0, NotEnds.Count: 0, Measure: null, Rule: null })
            yield return new ContentProblem($"{place}.by 没有说明由什么判定。", $"{place}.by says nothing that decides it.");
        if (by.Rule is { } rule && !CrisisRules.All.Contains(rule, StringComparer.Ordinal))
            yield return Unknown($"{place}.by.rule", rule, CrisisRules.All);
        if ((by.Rule is not null) != crisis)
            yield return crisis
                ? new ContentProblem($"{place}.by：危机评分表只用危机规则（rule）。", $"{place}.by: a rubric for a crisis is decided by the rules for one alone.")
                : new ContentProblem($"{place}.by.rule：危机规则只用于危机评分表。", $"{place}.by.rule: the rules for a crisis are for the rubric of a crisis alone.");
        foreach (var problem in Targets(family, by, place))
            yield return problem;
        foreach (var (name, value, least) in new[] { ("atLeast", by.AtLeast, 1), ("within", by.Within ?? 1, 1), ("tolerated", by.Tolerated, 0), ("turns", by.Turns, 0) })
            if (value < least || value > MostTurns)
                yield return new ContentProblem($"{place}.by.{name} 是 {value}，应在 {least} 到 {MostTurns} 之间。", $"{place}.by.{name} is {value}; {least} to {MostTurns} is needed.");
    }

    private static IEnumerable<ContentProblem> Targets(string family, Decider by, string place)
    {
        var variables = StateVariables.Of(family);
        if (by.State is { } state && !variables.Contains(state.Variable, StringComparer.Ordinal))
            yield return Unknown($"{place}.by.state", state.Variable, variables);
        if (by.State is { Rise: null, Fall: null, AtLeast: null, AtMost: null })
            yield return new ContentProblem($"{place}.by.state 没有说要达到什么。", $"{place}.by.state names nothing to be reached.");
        if (by.Measure is { } measure && (family != ActCodes.CounsellingFamily || !MitiMeasures.Names.Contains(measure.Name, StringComparer.Ordinal)))
            yield return Unknown($"{place}.by.measure", measure.Name, family == ActCodes.CounsellingFamily ? MitiMeasures.Names : []);
        if (by.Elicited is not null and not (>= 0 and <= 1))
            yield return new ContentProblem($"{place}.by.elicited 应在 0 到 1 之间。", $"{place}.by.elicited: 0 to 1 is needed.");
    }

    private static ContentProblem Unknown(string place, string name, IReadOnlyList<string> known) =>
        new($"{place}：这里没有“{name}”。可用：{string.Join("、", known)}。", $"{place}: there is no '{name}' here. Known: {string.Join(", ", known)}.");
}
