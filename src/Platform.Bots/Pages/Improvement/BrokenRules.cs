using FluentValidation.Results;
using Microsoft.Extensions.Localization;

namespace Platform.Bots.Pages.Improvement;

/// <summary>The rules that what was asked for breaks, in the language of the page.</summary>
internal static class BrokenRules
{
    public static string Of(IStringLocalizer words, IEnumerable<ValidationFailure> failures) =>
        string.Join(' ', failures.Select(failure => Say(words, failure)).Distinct(StringComparer.Ordinal));

    private static string Say(IStringLocalizer words, ValidationFailure failure)
    {
        var said = words["improvement.rule-" + failure.PropertyName];
        return said.ResourceNotFound ? failure.ErrorMessage : said.Value;
    }
}
