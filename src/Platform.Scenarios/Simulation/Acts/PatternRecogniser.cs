using System.Collections.Concurrent;
using System.Text.RegularExpressions;

namespace Platform.Scenarios.Simulation.Acts;

/// <summary>Sees acts by word patterns alone: sure where form decides (dates, numbers, citations), cautious elsewhere.</summary>
public sealed class PatternRecogniser : IActRecogniser
{
    private const RegexOptions Options = RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture;

    // Only for the few patterns that look around, which cannot run in linear time; far above what they take, also on a busy machine.
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(5);
    private static readonly ConcurrentDictionary<(string Family, string Lang), IReadOnlyList<(string Act, Regex Pattern, double Confidence)>> Known = new();

    public IReadOnlyList<RecognisedAct> Recognise(string text, string family, string lang)
    {
        var found = new List<RecognisedAct>();
        foreach (var (act, pattern, confidence) in Known.GetOrAdd((family, lang), Compile))
            if (pattern.Match(text) is { Success: true } match)
                found.Add(new RecognisedAct(act, match.Index, match.Index + match.Length, match.Value, confidence, "pattern"));
        return found;
    }

    private static IReadOnlyList<(string, Regex, double)> Compile((string Family, string Lang) key) =>
        [.. ActPatterns.Of(key.Family, key.Lang).Select(p => (p.Act, Compile(p.Pattern), p.Confidence))];

    private static Regex Compile(string pattern) =>
        pattern.Contains("(?", StringComparison.Ordinal) ? new Regex(pattern, Options, Limit) : new Regex(pattern, Options | RegexOptions.NonBacktracking);
}
