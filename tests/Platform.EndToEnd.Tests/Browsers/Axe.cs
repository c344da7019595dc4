using Microsoft.Playwright;
using Xunit;

namespace Platform.EndToEnd.Tests.Browsers;

/// <summary>Asks axe-core what a page breaks of WCAG 2.1 A and AA. It comes with the client's npm packages, which the build of the host has laid down.</summary>
internal static class Axe
{
    private static readonly string File = Path.Combine(Repository.Root, "client", "node_modules", "axe-core", "axe.min.js");

    /// <param name="known">Rules that are known to be broken by elements within a selector.</param>
    public static async Task<string[]> Violations(IPage page, IEnumerable<(string Rule, string Within)> known)
    {
        await page.EvaluateAsync(await System.IO.File.ReadAllTextAsync(File, TestContext.Current.CancellationToken));
        return await page.EvaluateAsync<string[]>("""
            async (known) => {
              // colours on their way from one theme to the other are nobody's to read
              await Promise.allSettled(document.getAnimations().filter(a => a.effect?.getComputedTiming().endTime !== Infinity).map(a => a.finished));
              return (await axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa'], elementRef: true })).violations
              .flatMap(({ id, nodes }) => nodes
                .filter(({ element }) => element.isConnected && !known.some(([rule, within]) => rule === id && element.closest(within)))
                .map(({ html, failureSummary }) => `${id}: ${html} ${failureSummary}`));
            }
            """, known.Select(one => new[] { one.Rule, one.Within }));
    }
}
