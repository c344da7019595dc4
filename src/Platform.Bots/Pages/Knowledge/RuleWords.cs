using Microsoft.Extensions.Localization;
using Platform.Scenarios.Knowledge;

namespace Platform.Bots.Pages.Knowledge;

/// <summary>A broken rule in the reader's language: the column, the value, the rule.</summary>
internal static class RuleWords
{
    public static string Say(IStringLocalizer words, RuleBroken rule)
    {
        var said = words["knowledge.rule-" + rule.Rule, ColumnOf(words, rule.Column), rule.Shown, rule.Limit ?? ""];
        return said.ResourceNotFound ? rule.ToString() : said;
    }

    private static string ColumnOf(IStringLocalizer words, string column)
    {
        var said = words["knowledge.column-" + column];
        return said.ResourceNotFound ? column : said;
    }
}
