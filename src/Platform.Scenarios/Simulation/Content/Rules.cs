using System.Text.RegularExpressions;

namespace Platform.Scenarios.Simulation.Content;

/// <summary>Rules that all authored files share.</summary>
internal static partial class Rules
{
    public const string Chinese = "zh";
    public const string English = "en";

    public static bool IsId(string id) => Id().IsMatch(id);

    public static IEnumerable<string> Head(string id, string lang, string? translationOf)
    {
        if (!IsId(id))
            yield return $"$.id is '{id}'; use lower-case letters, digits and hyphens.";
        if (lang is not (Chinese or English))
            yield return $"$.lang is '{lang}'; zh or en is needed.";
        if (lang == English && !id.EndsWith("-en", StringComparison.Ordinal))
            yield return $"$.id is '{id}'; ids of English files end with -en.";
        if (translationOf is not null && !IsId(translationOf))
            yield return $"$.translationOf is '{translationOf}', which is no id.";
    }

    /// <summary>Templates that are there in number, are not repeated and can be read.</summary>
    public static IEnumerable<string> Lines(string place, IReadOnlyList<string> lines, int least)
    {
        if (lines.Count < least)
            yield return $"{place} has {lines.Count} lines; at least {least} are needed.";
        foreach (var line in lines)
            if (Template.Problem(line) is { } problem)
                yield return $"{place}: '{line}' {problem}";
        foreach (var same in lines.GroupBy(line => line, StringComparer.Ordinal).Where(same => same.Count() > 1))
            yield return $"{place}: '{same.Key}' stands there twice.";
    }

    public static IEnumerable<string> Percent(params (string Place, int? Value)[] values) =>
        values.Where(v => v.Value is < 0 or > 100).Select(v => $"{v.Place} is {v.Value}; 0 to 100 is needed.");

    /// <param name="needed">Keys that must be there, with their least number of lines.</param>
    public static IEnumerable<string> Phrases(string place, IReadOnlyDictionary<string, IReadOnlyList<string>> phrases, IReadOnlyDictionary<string, int> needed, IReadOnlyList<string> codes)
    {
        foreach (var (key, least) in needed)
        {
            if (!phrases.TryGetValue(key, out var lines))
                yield return $"{place} has no '{key}'; at least {least} lines are needed.";
            else
                foreach (var problem in Lines($"{place}.{key}", lines, least))
                    yield return problem;
        }

        foreach (var (key, lines) in phrases.Where(p => !needed.ContainsKey(p.Key)))
        {
            if (!PhraseKeys.IsKnown(key, codes))
                yield return $"{place}.{key} is no moment of a talk. Known: {string.Join(", ", PhraseKeys.Plain)}, on-ACT and press-ACT with an act of this family.";
            foreach (var problem in Lines($"{place}.{key}", lines, 1))
                yield return problem;
        }
    }

    [GeneratedRegex("^[a-z0-9]+(-[a-z0-9]+)*$", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Id();
}
