using System.Text.RegularExpressions;

namespace Platform.Scenarios.Knowledge.Search;

/// <summary>
/// How much of what a question names occurs in a text: question words left out, pairs of Chinese signs counting twice what a single
/// sign does, other words by their stem.
/// </summary>
/// <remarks>On the starter base this told questions of its documents (0.64 and more, one at 0.31) from foreign ones (0.50 at most); BM25 as a share did not.</remarks>
internal sealed partial class ContentCoverage
{
    private const int Stem = 5;
    private const double OneSign = 0.5;
    private const double LeastWeight = 2; // a question that names next to nothing is covered by chance

    private static readonly HashSet<string> Common = new(StringComparer.Ordinal)
    {
        "how", "what", "when", "where", "which", "who", "why", "does", "did", "can", "could", "may", "should", "would", "are", "was", "you", "our", "the", "for", "and",
        "get", "need", "have", "has", "there", "much", "many", "long", "will", "with", "from", "this", "that", "any", "your", "not", "about", "please", "tell",
    };

    private readonly Dictionary<string, double> _terms = new(StringComparer.Ordinal);

    public ContentCoverage(string normalizedQuestion)
    {
        foreach (var term in Terms(Asking().Replace(normalizedQuestion, " ")))
            _terms[term] = term.Length == 1 ? OneSign : 1;
    }

    /// <returns>In [0,1]; 0 for a question that names nothing.</returns>
    public double Of(IReadOnlySet<string> textTerms) =>
        _terms.Count == 0 ? 0 : _terms.Sum(term => textTerms.Contains(term.Key) ? term.Value : 0) / Math.Max(_terms.Values.Sum(), LeastWeight);

    public static HashSet<string> TermsOf(string normalizedText) => new(Terms(normalizedText), StringComparer.Ordinal);

    private static IEnumerable<string> Terms(string normalized)
    {
        foreach (Match run in Run().Matches(normalized))
        {
            if (run.Value[0] < '\u2e80')
            {
                if ((run.Length > 2 || char.IsDigit(run.Value[0])) && !Common.Contains(run.Value))
                    yield return run.Value[..Math.Min(run.Length, Stem)];
                continue;
            }

            for (var i = 0; i < run.Length; i++)
            {
                yield return run.Value[i..(i + 1)];
                if (i + 1 < run.Length)
                    yield return run.Value.Substring(i, 2);
            }
        }
    }

    [GeneratedRegex("[a-z]+|[0-9]+|[\u3400-\u9fff]+", RegexOptions.NonBacktracking)]
    private static partial Regex Run();

    [GeneratedRegex("怎么办理|怎么办|怎样|怎么|如何|什么时候|什么|哪里|哪儿|去哪|哪些|哪个|多少钱|多少|多久|几点|几天|可以|能不能|能|需要|要不要|要|吗|呢|啊|请问|我想|我要|我|你|您|了|的|是|有|会|在|到|和|把|给|就|还|也|吧|没|不|一下|一次|一个|干|用|谁", RegexOptions.NonBacktracking)]
    private static partial Regex Asking();
}
