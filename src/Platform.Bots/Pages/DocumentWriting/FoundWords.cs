using Platform.Scenarios.DocumentWriting.Checks;

namespace Platform.Bots.Pages.DocumentWriting;

/// <summary>Parts a paragraph into plain words and those that a check is about.</summary>
internal static class FoundWords
{
    /// <returns>All words in order; where two findings meet, the one that begins first, then the longer, is shown.</returns>
    public static IEnumerable<(string Text, Finding? Found)> Split(string text, IReadOnlyList<Finding> findings)
    {
        var places = (from finding in findings
                      where finding.Words.Length > 0 && finding.Words.Length < text.Length
                      let at = text.IndexOf(finding.Words, StringComparison.Ordinal)
                      where at >= 0
                      orderby at, finding.Words.Length descending
                      select (at, finding)).ToList();
        var done = 0;
        foreach (var (at, finding) in places)
        {
            if (at < done)
                continue;
            if (at > done)
                yield return (text[done..at], null);
            yield return (finding.Words, finding);
            done = at + finding.Words.Length;
        }

        if (done < text.Length)
            yield return (text[done..], null);
    }
}
