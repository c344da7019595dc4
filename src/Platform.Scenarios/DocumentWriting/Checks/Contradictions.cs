using System.Text.RegularExpressions;
using Platform.Scenarios.DocumentWriting.Facts;

namespace Platform.Scenarios.DocumentWriting.Checks;

/// <summary>Finds what a paragraph says against what stands already: another number or date for the same thing, or the same sentence denied.</summary>
public static partial class Contradictions
{
    private const double SameSentence = 0.75;

    /// <returns>Each pair, later words first; empty when there is none.</returns>
    public static IReadOnlyList<(string Now, string Before)> Between(string text, string earlier)
    {
        var found = new List<(string, string)>();
        var before = Sentences.Of(earlier).ToList();
        var values = before.SelectMany(Stated).ToLookup(value => value.About, StringComparer.Ordinal);
        foreach (var sentence in Sentences.Of(text))
        {
            foreach (var value in Stated(sentence))
                if (values[value.About].FirstOrDefault(other => other.Value != value.Value && other.Unit == value.Unit) is { Words: { } words } && !values[value.About].Any(other => other.Value == value.Value))
                    found.Add((value.Words, words));
            foreach (var other in before)
                if (Denials(sentence) != Denials(other) && Wordings.Similarity(Plain(sentence), Plain(other)) >= SameSentence)
                    found.Add((sentence, other));
        }

        return [.. found.Distinct()];
    }

    /// <summary>Numbers with what they count: the words right before them.</summary>
    private static IEnumerable<(string About, string Value, string Unit, string Words)> Stated(string sentence) =>
        from Match match in About().Matches(sentence)
        let about = match.Groups["about"].Value
        where about.Length >= 4
        select (about, match.Groups["v"].Value.Replace(",", "", StringComparison.Ordinal), match.Groups["u"].Value, match.Value);

    private static int Denials(string sentence) => Denial().Count(sentence) % 2;

    private static string Plain(string sentence) => Denial().Replace(sentence, "");

    [GeneratedRegex(@"(?<about>[\u4e00-\u9fff]{2,8})(?<v>([0-9]{1,3}(,[0-9]{3})+(?![0-9])|[0-9]+)(\.[0-9]+)?)(?<u>[万亿]?[\u4e00-\u9fff%％]?)", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 500)]
    private static partial Regex About();

    [GeneratedRegex("未能|尚未|没有|未|不得|不能|不再|并非|无须|不(?![仅但断同少])", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 500)]
    private static partial Regex Denial();
}
