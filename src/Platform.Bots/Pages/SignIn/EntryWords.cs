using Microsoft.Extensions.Localization;
using Platform.Bots.Access;

namespace Platform.Bots.Pages.SignIn;

/// <summary>Says in words why an account was refused.</summary>
internal static class EntryWords
{
    /// <param name="problem">One of ours, or a code of Identity such as <c>PasswordTooShort</c>.</param>
    public static string Problem(IStringLocalizer words, string problem, AccessOptions access)
    {
        var known = words[$"entry.problem-{problem}", access.PasswordLength];
        return known.ResourceNotFound ? words["entry.problem-refused", problem] : known;
    }
}
