using System.Text.RegularExpressions;
using FluentValidation.Results;
using Microsoft.Extensions.Localization;
using Platform.Data.Accounts;

namespace Platform.Bots.Pages.Keys;

/// <summary>The rules that a wanted key breaks, in the language of the page.</summary>
internal static partial class KeyRules
{
    public static string Of(IStringLocalizer words, IEnumerable<ValidationFailure> failures) =>
        string.Join(' ', failures.Select(failure => Say(words, failure)).Distinct(StringComparer.Ordinal));

    private static string Say(IStringLocalizer words, ValidationFailure failure)
    {
        var said = words["keys.rule-" + Field().Match(failure.PropertyName).Value, failure.AttemptedValue ?? "", ApiKey.NameLength, ApiKey.MostEntries, ApiKey.EntryLength];
        return said.ResourceNotFound ? failure.ErrorMessage : said.Value;
    }

    /// <summary>Without the place in a list, as in <c>Origins[0]</c>, and without <c>.Count</c>.</summary>
    [GeneratedRegex("^[A-Za-z]+", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Field();
}
