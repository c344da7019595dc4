using System.Globalization;
using Microsoft.Extensions.Localization;
using Platform.Scenarios.Simulation.Scoring;

namespace Platform.Bots.Pages.Practice.Judging;

/// <summary>Says how a check is decided.</summary>
internal static class DeciderWords
{
    public static string Of(IStringLocalizer words, Decider by) => string.Join(words["rubric.and"].Value, Parts(words, by));

    private static IEnumerable<string> Parts(IStringLocalizer words, Decider by)
    {
        if (by.Acts.Count > 0)
            yield return words["rubric.by-acts", Acts(words, by.Acts), by.AtLeast];
        if (by.Within is { } within)
            yield return words["rubric.by-within", within];
        if (by.NoneOf.Count > 0)
            yield return words["rubric.by-none", Acts(words, by.NoneOf), by.Tolerated];
        if (by.Elicited is { } share)
            yield return words["rubric.by-elicited", share.ToString("P0", CultureInfo.CurrentCulture)];
        if (by.State is { } state)
            foreach (var part in State(words, state))
                yield return part;
        if (by.Ends.Count > 0)
            yield return words["rubric.by-ends", Listed(words, by.Ends.Select(end => words[$"rubric.end-{end}"].Value))];
        if (by.NotEnds.Count > 0)
            yield return words["rubric.by-not-ends", Listed(words, by.NotEnds.Select(end => words[$"rubric.end-{end}"].Value))];
        if (by.Measure is { } measure)
            yield return words["rubric.by-measure", words["rubric.measure-" + measure.Name].Value, measure.AtLeast];
        if (by.Rule is not null)
            yield return words["rubric.by-rule"];
        if (by.Turns > 0)
            yield return words["rubric.by-turns", by.Turns];
    }

    private static IEnumerable<string> State(IStringLocalizer words, StateTarget state)
    {
        var name = words["practice.var-" + state.Variable].Value;
        if (state.Rise is { } rise)
            yield return words["rubric.by-rise", name, rise];
        if (state.Fall is { } fall)
            yield return words["rubric.by-fall", name, fall];
        if (state.AtLeast is { } least)
            yield return words["rubric.by-least", name, least];
        if (state.AtMost is { } most)
            yield return words["rubric.by-most", name, most];
    }

    private static string Acts(IStringLocalizer words, IReadOnlyList<string> acts) => Listed(words, acts.Select(act => words["practice.act-" + act].Value));

    private static string Listed(IStringLocalizer words, IEnumerable<string> names) => string.Join(words["rubric.or"].Value, names);
}
