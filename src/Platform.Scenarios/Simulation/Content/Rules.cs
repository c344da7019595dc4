using System.Text.RegularExpressions;

namespace Platform.Scenarios.Simulation.Content;

/// <summary>Rules that all authored files share.</summary>
internal static partial class Rules
{
    public const string Chinese = "zh";
    public const string English = "en";

    public static bool IsId(string id) => Id().IsMatch(id);

    public static IEnumerable<ContentProblem> Head(string id, string lang, string? translationOf)
    {
        if (!IsId(id))
            yield return BadId("$.id", id);
        if (lang is not (Chinese or English))
            yield return new ContentProblem($"$.lang 是“{lang}”，应为 zh 或 en。", $"$.lang is '{lang}'; zh or en is needed.");
        if (lang == English && !id.EndsWith("-en", StringComparison.Ordinal))
            yield return new ContentProblem($"$.id 是“{id}”，英文内容的编号要以 -en 结尾。", $"$.id is '{id}'; ids of English files end with -en.");
        if (translationOf is not null && !IsId(translationOf))
            yield return new ContentProblem($"$.translationOf 是“{translationOf}”，不是编号。", $"$.translationOf is '{translationOf}', which is no id.");
    }

    public static IEnumerable<ContentProblem> OptionalId(string place, string? id) => id is null || IsId(id) ? [] : [BadId(place, id)];

    public static ContentProblem BadId(string place, string id) =>
        new($"{place} 是“{id}”，只能用小写字母、数字和连字符。", $"{place} is '{id}'; use lower-case letters, digits and hyphens.");

    public static ContentProblem TooFew(string place, int count, int least) =>
        new($"{place} 有 {count} 项，至少要 {least} 项。", $"{place} has {count}; at least {least} are needed.");

    public static ContentProblem TooFewLines(string place, int count, int least) =>
        new($"{place} 有 {count} 行，至少要 {least} 行。", $"{place} has {count} lines; at least {least} are needed.");

    public static ContentProblem NoAct(string place, string code, IReadOnlyList<string> codes) =>
        new($"{place}：这里没有“{code}”这种行为。可用：{string.Join("、", codes)}。", $"{place}: '{code}' is no act here. Known: {string.Join(", ", codes)}.");

    /// <summary>Templates that are there in number, are not repeated and can be read.</summary>
    public static IEnumerable<ContentProblem> Lines(string place, IReadOnlyList<string> lines, int least)
    {
        if (lines.Count < least)
            yield return TooFewLines(place, lines.Count, least);
        foreach (var line in lines)
            if (Template.Problem(line) is { } problem)
                yield return new ContentProblem($"{place}：“{line}”{problem.Chinese}", $"{place}: '{line}' {problem.English}");
        foreach (var same in lines.GroupBy(line => line, StringComparer.Ordinal).Where(same => same.Count() > 1))
            yield return new ContentProblem($"{place}：“{same.Key}”写了两遍。", $"{place}: '{same.Key}' stands there twice.");
    }

    public static IEnumerable<ContentProblem> Percent(params (string Place, int? Value)[] values) =>
        values.Where(v => v.Value is < 0 or > 100).Select(v => new ContentProblem($"{v.Place} 是 {v.Value}，应在 0 到 100 之间。", $"{v.Place} is {v.Value}; 0 to 100 is needed."));

    /// <param name="needed">Keys that must be there, with their least number of lines.</param>
    public static IEnumerable<ContentProblem> Phrases(string place, IReadOnlyDictionary<string, IReadOnlyList<string>> phrases, IReadOnlyDictionary<string, int> needed, IReadOnlyList<string> codes)
    {
        foreach (var (key, least) in needed)
        {
            if (!phrases.TryGetValue(key, out var lines))
                yield return new ContentProblem($"{place} 缺“{key}”，至少要 {least} 行。", $"{place} has no '{key}'; at least {least} lines are needed.");
            else
                foreach (var problem in Lines($"{place}.{key}", lines, least))
                    yield return problem;
        }

        foreach (var (key, lines) in phrases.Where(p => !needed.ContainsKey(p.Key)))
        {
            if (!PhraseKeys.IsKnown(key, codes))
                yield return new ContentProblem(
                    $"{place}.{key} 不是对话中的时机。可用：{string.Join("、", PhraseKeys.Plain)}，以及 on-行为、press-行为。",
                    $"{place}.{key} is no moment of a talk. Known: {string.Join(", ", PhraseKeys.Plain)}, on-ACT and press-ACT with an act of this family.");
            foreach (var problem in Lines($"{place}.{key}", lines, 1))
                yield return problem;
        }
    }

    [GeneratedRegex("^[a-z0-9]+(-[a-z0-9]+)*$", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Id();
}
