using System.Text;

namespace Platform.Scenarios.Skills.ClassicalPoetry;

/// <summary>Reads a poem as verse: recognises its form, says the tone and rhyme of each sign, and finds what breaks the form.</summary>
public sealed class PoemChecker(RhymeBook book)
{
    /// <summary>Signs at places that the form decides may sound wrong for so great a part, and the poem is still taken for regulated verse with faults.</summary>
    private const double MostWrong = 0.12;

    private readonly Parallelism _parallelism = new(book, WordClasses.Shipped());

    /// <param name="text">A poem, with or without <c>《title》 author</c> before it.</param>
    /// <param name="form">The form it should have; null recognises it.</param>
    /// <param name="repetition">Whether signs that stand twice are found: strict poems use none, custom allows them.</param>
    /// <exception cref="PoemException">There is nothing to check.</exception>
    public PoemReport Check(string text, PoemForm? form = null, Strictness strictness = Strictness.Customary, bool repetition = false) =>
        Check(PoemText.Read(text).Lines, form, strictness, repetition);

    internal PoemReport Check(IReadOnlyList<IReadOnlyList<Rune>> lines, PoemForm? form, Strictness strictness, bool repetition)
    {
        var tones = lines.Select(line => line.Select(sign => book.Find(sign)?.BookTones ?? Tones.Both).ToArray()).ToArray();
        var inUse = lines.Select(line => line.Select(book.TonesOf).ToArray()).ToArray();
        var best = (form is null ? PoemForm.All : [form]).Where(known => HasShape(known, lines))
            .SelectMany(known => known.Patterns.Select(pattern => (Form: known, Pattern: pattern, Wrong: Wrong(pattern, tones, strictness))))
            .OrderBy(each => each.Wrong).ThenBy(each => Wrong(each.Pattern, inUse, strictness)).FirstOrDefault();
        if (best.Form is null)
            return new PoemReport(null, null, false, [.. lines.Select((line, at) => Annotated(line, null, [], false, Mark(lines, at)))], "", [Shape(lines, form)], null);

        var findings = new List<PoemFinding>();
        var faults = new TonalFaults(best.Form, best.Pattern, tones, strictness);
        var regulated = faults.Weight <= MostWrong * best.Form.Characters;
        if (regulated)
            findings.AddRange(faults.Findings);
        var rhymes = new RhymeCheck(book, best.Form, best.Pattern, lines);
        if (regulated)
            findings.AddRange(rhymes.Findings);
        if (repetition)
            findings.AddRange(Repetitions(lines, best.Pattern));
        return new PoemReport(
            best.Form, best.Pattern, regulated,
            [.. lines.Select((line, at) => Annotated(line, best.Pattern.Lines[at].Template, [.. findings.Where(finding => finding.Line == at).SelectMany(finding => finding.Columns)], best.Pattern.Lines[at].Rhyme is not null, best.Pattern.Lines[at].Mark))],
            rhymes.Shared, findings, _parallelism.OfMiddle(best.Form, lines));
    }

    private static bool HasShape(PoemForm form, IReadOnlyList<IReadOnlyList<Rune>> lines)
    {
        var pattern = form.Patterns[0].Lines;
        if (pattern.Count != lines.Count)
            return false;
        for (var at = 0; at < lines.Count; at++)
            if (pattern[at].Length != lines[at].Count)
                return false;
        return true;
    }

    private static int Wrong(TonalPattern pattern, Tones[][] tones, Strictness strictness) => tones.Select((line, at) => pattern.Lines[at].Nearest(line, strictness).Count).Sum();

    private static PoemFinding Shape(IReadOnlyList<IReadOnlyList<Rune>> lines, PoemForm? form)
    {
        var found = string.Join('、', lines.Take(12).Select(line => line.Count));
        var wanted = form is null ? "" : string.Join('、', form.Patterns[0].Lines.Select(line => line.Length));
        return form is null
            ? new PoemFinding(PoemFault.Shape, 0, [], $"共 {lines.Count} 句，字数为 {found}，不合任何已知体裁。", $"{lines.Count} lines of {found} characters: no known form has this shape.")
            : new PoemFinding(PoemFault.Shape, 0, [], $"共 {lines.Count} 句，字数为 {found}；{form.Chinese}应为 {wanted}。", $"{lines.Count} lines of {found} characters; a {form.English} has {wanted}.");
    }

    private static IEnumerable<PoemFinding> Repetitions(IReadOnlyList<IReadOnlyList<Rune>> lines, TonalPattern pattern)
    {
        var seen = new HashSet<int>();
        for (var line = 0; line < lines.Count; line++)
            for (var column = 0; column < lines[line].Count && !pattern.Lines[line].Repeats; column++)
                if (!seen.Add(lines[line][column].Value) && (column == 0 || lines[line][column] != lines[line][column - 1]))
                    yield return new PoemFinding(PoemFault.Repetition, line, [column], $"第 {line + 1} 句“{lines[line][column]}”字重复。", $"Line {line + 1} uses {lines[line][column]} again.");
    }

    private static string Mark(IReadOnlyList<IReadOnlyList<Rune>> lines, int at) => at == lines.Count - 1 ? "。" : at % 2 == 0 ? "，" : "。\n";

    private CheckedLine Annotated(IReadOnlyList<Rune> line, string? template, int[] wrong, bool rhymes, string mark) => new(
        [.. line.Select((sign, at) => book.Find(sign) is { } known
            ? new CheckedSign(sign, known.Tones, book.NamesOf(known.Groups), wrong.Contains(at))
            : new CheckedSign(sign, Tones.Both, "", wrong.Contains(at)))],
        template, rhymes, mark);
}
