using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Platform.Scenarios.Skills.ClassicalPoetry.Evaluation;

/// <summary>The checker held against masters' verse: what it recognises, and whether it finds faults that are planted in verse it found clean.</summary>
/// <param name="Shaped">Poems of four or eight lines of five or seven signs.</param>
/// <param name="Regulated">Of those, recognised as regulated.</param>
/// <param name="Clean">Of those, without a finding.</param>
/// <param name="OneRhyme">Of the regulated, whose rhymes the book has in one group.</param>
/// <param name="Forms">Shaped, regulated and clean ones, by the name of their form.</param>
/// <param name="Planted">By the kind of fault: poems it was planted in, and in how many it was found at its line or the poem no longer taken for regulated.</param>
public sealed record CheckerFigures(int Shaped, int Regulated, int Clean, int OneRhyme, IReadOnlyDictionary<string, (int Shaped, int Regulated, int Clean)> Forms, IReadOnlyDictionary<string, (int Planted, int Found)> Planted, CoupletFigures Couplets)
{
    /// <summary>Texts of poems in a corpus of JSON lines; other texts are left out.</summary>
    public static IEnumerable<string> Read(string path)
    {
        foreach (var line in File.ReadLines(path).Where(line => line.Length > 0))
        {
            using var json = JsonDocument.Parse(line);
            if (json.RootElement.TryGetProperty("text", out var text) && text.ValueKind == JsonValueKind.String && text.GetString() is { } poem && poem.StartsWith('《'))
                yield return poem;
        }
    }

    public static CheckerFigures Measure(IEnumerable<string> poems, RhymeBook book, int seed)
    {
        var (checker, random) = (new PoemChecker(book), new Random(seed));
        var (shaped, regulated, clean, oneRhyme) = (0, 0, 0, 0);
        var planted = new Dictionary<string, (int Planted, int Found)>(StringComparer.Ordinal);
        var forms = new SortedDictionary<string, (int Shaped, int Regulated, int Clean)>(StringComparer.Ordinal);
        var couplets = new CoupletFigures(book);
        foreach (var poem in poems)
        {
            var lines = PoemText.Read(poem).Lines;
            var report = checker.Check(lines, null, Strictness.Customary, repetition: false);
            if (report.Form is not { Kind: PoemKind.Regulated } form)
                continue;
            shaped++;
            var counts = forms.GetValueOrDefault(form.Chinese);
            forms[form.Chinese] = (counts.Shaped + 1, counts.Regulated + (report.IsRegulated ? 1 : 0), counts.Clean + (report.IsClean ? 1 : 0));
            if (!report.IsRegulated)
                continue;
            regulated++;
            oneRhyme += report.Findings.Any(finding => finding.Fault == PoemFault.Rhyme) ? 0 : 1;
            if (!report.IsClean)
                continue;
            clean++;
            couplets.Add(lines, report.Pattern!.Name);
            foreach (var (name, changed, at) in Plant(lines, report, book, random))
            {
                var after = checker.Check(changed, report.Form, Strictness.Customary, repetition: false);
                var (count, found) = planted.GetValueOrDefault(name);
                planted[name] = (count + 1, found + (!after.IsRegulated || after.Findings.Any(finding => at is null || finding.Line == at) ? 1 : 0));
            }
        }

        return new CheckerFigures(shaped, regulated, clean, oneRhyme, forms, planted, couplets);
    }

    public string ToMarkdown()
    {
        var text = new StringBuilder("| measure | value |\n|---|---|\n");
        text.Append(CultureInfo.InvariantCulture, $"| poems of the shape of regulated verse | {Shaped} |\n| recognised as regulated | {Regulated} |\n| of those, without a finding | {Clean} ({(double)Clean / Regulated:P1}) |\n");
        text.Append(CultureInfo.InvariantCulture, $"| of those, all rhymes in one group of the book | {OneRhyme} ({(double)OneRhyme / Regulated:P1}) |\n");
        foreach (var (name, (seen, held, faultless)) in Forms)
            text.Append(CultureInfo.InvariantCulture, $"| {name}: of the shape, regulated, without a finding | {seen}, {held}, {faultless} |\n");
        foreach (var (name, (count, found)) in Planted)
            text.Append(CultureInfo.InvariantCulture, $"| planted: {name} | {found} of {count} found ({(double)found / count:P1}) |\n");
        text.Append(Couplets.ToMarkdown());
        return text.ToString();
    }

    private static IEnumerable<(string Name, IReadOnlyList<IReadOnlyList<Rune>> Lines, int? At)> Plant(IReadOnlyList<IReadOnlyList<Rune>> lines, PoemReport report, RhymeBook book, Random random)
    {
        // a sign at the fourth place, where every form decides, against one of the other tone
        var line = random.Next(lines.Count);
        if (book.Find(lines[line][3])?.BookTones is { } tones and not Tones.Both)
            yield return ("a sign of the wrong tone at the fourth place", With(lines, line, 3, Pick(book, random, character => character.BookTones == (Tones.Both ^ tones))), line);
        var rhyme = lines.Count - 1;
        var groups = lines.Where((_, at) => at % 2 == 1).Aggregate((UInt128)0, (all, each) => all | (book.Find(each[^1])?.BookGroups ?? 0));
        yield return ("a last sign that does not rhyme", With(lines, rhyme, lines[rhyme].Count - 1, Pick(book, random, character => character.BookTones == Tones.Level && (character.BookGroups & groups) == 0)), report.Form!.Characters > 28 ? rhyme : null);
        yield return ("the lines of the second couplet exchanged", [lines[0], lines[1], lines[3], lines[2], .. lines.Skip(4)], null);
    }

    private static Rune Pick(RhymeBook book, Random random, Func<VerseCharacter, bool> fits)
    {
        while (true)
            if (book.Usable[random.Next(book.Usable.Count)] is var character && fits(character))
                return character.Sign;
    }

    private static List<IReadOnlyList<Rune>> With(IReadOnlyList<IReadOnlyList<Rune>> lines, int line, int column, Rune sign)
    {
        var changed = lines.ToList();
        var row = lines[line].ToArray();
        row[column] = sign;
        changed[line] = row;
        return changed;
    }
}
