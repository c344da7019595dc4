using Microsoft.FluentUI.AspNetCore.Components;
using Platform.Bots.Access;
using Icons = Microsoft.FluentUI.AspNetCore.Components.Icons.Regular.Size20;

namespace Platform.Bots.Pages.Layout;

/// <summary>An area of the console as it stands in the menu and on the home page.</summary>
/// <param name="Word">Key of its name; <c>Word-about</c> says what it is for.</param>
internal sealed record NavEntry(string Href, string Word, string Policy, Func<Icon> Icon);

/// <summary>Every area, in the order of the menu. A new page adds its line here.</summary>
internal static class NavEntries
{
    public static IReadOnlyList<NavEntry> All { get; } =
    [
        new("/console/conversations", "shell.conversations", AccessPolicies.Review, () => new Icons.Chat()),
        new("/console/handover", "shell.handover", AccessPolicies.HandOver, () => new Icons.PersonChat()),
        new("/console/knowledge", "shell.knowledge", AccessPolicies.Knowledge, () => new Icons.BookQuestionMark()),
        new("/console/test-bench", "shell.test-bench", AccessPolicies.TestBench, () => new Icons.Beaker()),
        new("/console/insights", "shell.insights", AccessPolicies.Insights, () => new Icons.DataTrending()),
        new("/console/improvement", "shell.improvement", AccessPolicies.Improve, () => new Icons.ArrowSyncCircle()),
        new("/console/models", "shell.models", AccessPolicies.Models, () => new Icons.BrainCircuit()),
        new("/console/playground", "shell.playground", AccessPolicies.Models, () => new Icons.Play()),
        new("/console/keys", "shell.keys-area", AccessPolicies.Keys, () => new Icons.Key()),
        new("/console/poetry", "shell.poetry", AccessPolicies.Console, () => new Icons.BookOpen()),
        new("/console/practice", "shell.practice", AccessPolicies.Practise, () => new Icons.PersonVoice()),
        new("/console/writing", "shell.writing", AccessPolicies.Write, () => new Icons.DocumentEdit()),
        new("/console/accounts", "shell.accounts", AccessPolicies.ManageAccounts, () => new Icons.People()),
        new("/console/audit", "shell.audit", AccessPolicies.ReadAudit, () => new Icons.ClipboardTextLtr()),
    ];
}
