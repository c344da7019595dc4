using System.Text;

namespace Platform.Scenarios.Skills.ClassicalPoetry;

/// <summary>How well the two lines of a couplet face each other (对仗): words of one class or doubled words at the same places, opposite tones, nothing said twice.</summary>
/// <remarks>Source of the rules: Wang Li, "Hanyu shilü xue" (1958), chapter 1, sections 14 and 15.</remarks>
internal sealed class Parallelism(RhymeBook book, WordClasses words)
{
    private const double WeightOfWords = 0.8;

    /// <returns>The mean over the couplets that must be parallel, 0 to 1; null where none must, or none can be judged.</returns>
    public double? OfMiddle(PoemForm form, IReadOnlyList<IReadOnlyList<Rune>> lines)
    {
        double?[] couplets = form switch
        {
            { Kind: PoemKind.Couplet } => [Of(lines[0], lines[1])],
            { Kind: PoemKind.Regulated } when lines.Count == 8 => [Of(lines[2], lines[3]), Of(lines[4], lines[5])],
            _ => [],
        };
        return couplets.Average();
    }

    /// <param name="upper">As long as <paramref name="lower"/>.</param>
    /// <returns>0 to 1; null when the classes of fewer than half of the places are known.</returns>
    public double? Of(IReadOnlyList<Rune> upper, IReadOnlyList<Rune> lower)
    {
        var (alike, judged, opposed) = (0.0, 0, 0);
        for (var at = 0; at < upper.Count; at++)
        {
            if (upper[at] == lower[at] || IsDoubled(upper, at) != IsDoubled(lower, at))
            {
                judged++; // the same word twice, or a doubled word against two single ones: neither words nor tones count
                continue;
            }

            if ((IsDoubled(upper, at) ? 1 : words.Likeness(upper[at], lower[at])) is { } likeness)
                (alike, judged) = (alike + likeness, judged + 1);
            opposed += (book.TonesOf(upper[at]), book.TonesOf(lower[at])) is (Tones.Level, Tones.Level) or (Tones.Oblique, Tones.Oblique) ? 0 : 1;
        }

        return judged * 2 < upper.Count ? null : (WeightOfWords * alike / judged) + ((1 - WeightOfWords) * opposed / upper.Count);
    }

    private static bool IsDoubled(IReadOnlyList<Rune> line, int at) => (at > 0 && line[at - 1] == line[at]) || (at + 1 < line.Count && line[at + 1] == line[at]);
}
