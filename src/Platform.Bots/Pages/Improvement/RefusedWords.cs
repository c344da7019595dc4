using Microsoft.Extensions.Localization;

namespace Platform.Bots.Pages.Improvement;

/// <summary>Why reviewed answers did not become rows, in the language of the page.</summary>
internal static class RefusedWords
{
    /// <param name="refused">How many by reason, as <c>BuildDataset</c> names it.</param>
    public static string Of(IStringLocalizer words, IReadOnlyDictionary<string, int> refused) =>
        string.Join(" · ", refused.Select(pair => words["improvement.refused-one", Reason(words, pair.Key), pair.Value].Value));

    private static string Reason(IStringLocalizer words, string reason) =>
        words["improvement.refused-" + reason.Replace(' ', '-')] is { ResourceNotFound: false } known ? known : reason;
}
