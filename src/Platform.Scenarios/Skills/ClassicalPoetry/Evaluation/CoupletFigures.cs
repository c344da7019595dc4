using System.Globalization;
using System.Text;

namespace Platform.Scenarios.Skills.ClassicalPoetry.Evaluation;

/// <summary>Whether the parallelism score tells masters' middle couplets from couplets put together of two poems, and from their own last couplets, which need not be parallel.</summary>
public sealed class CoupletFigures(RhymeBook book)
{
    private readonly Parallelism _parallelism = new(book, WordClasses.Shipped());
    private readonly List<double> _middle = [];
    private readonly List<double> _last = [];
    private readonly List<double> _mixed = [];
    private readonly Dictionary<(int Length, string Pattern), IReadOnlyList<IReadOnlyList<Rune>>> _before = [];

    /// <param name="lines">Of a poem without a fault.</param>
    /// <param name="pattern">Lines of poems of one pattern have the same tones, so that only the words differ between real and mixed couplets.</param>
    public void Add(IReadOnlyList<IReadOnlyList<Rune>> lines, string pattern)
    {
        if (lines.Count != 8)
            return;
        foreach (var upper in new[] { 2, 4 })
            Note(_middle, lines[upper], lines[upper + 1]);
        Note(_last, lines[6], lines[7]);
        var key = (lines[0].Count, pattern);
        if (_before.TryGetValue(key, out var other))
            foreach (var upper in new[] { 2, 4 })
                Note(_mixed, other[upper], lines[upper + 1]);
        _before[key] = lines;
    }

    /// <returns>Rows of a table of measure and value; empty without regulated verse of eight lines.</returns>
    public string ToMarkdown() => _middle.Count == 0 || _mixed.Count == 0 ? "" : string.Create(
        CultureInfo.InvariantCulture,
        $"""
        | parallelism: mean of {_middle.Count} middle couplets | {_middle.Average():0.000} |
        | of {_mixed.Count} couplets put together of two poems | {_mixed.Average():0.000} |
        | of {_last.Count} last couplets | {_last.Average():0.000} |
        | a middle couplet scores above a mixed one (area under the curve) | {Above(_middle, _mixed):0.000} |
        | a middle couplet scores above a last one | {Above(_middle, _last):0.000} |

        """);

    private void Note(List<double> scores, IReadOnlyList<Rune> upper, IReadOnlyList<Rune> lower)
    {
        if (_parallelism.Of(upper, lower) is { } score)
            scores.Add(score);
    }

    /// <summary>How often a value of the first list lies above one of the second; equal ones count half.</summary>
    private static double Above(List<double> first, List<double> second) => first.Average(one => second.Average(other => one > other ? 1.0 : one < other ? 0 : 0.5));
}
