using System.Text;

namespace Platform.Scenarios.Skills.ClassicalPoetry;

/// <summary>Looks whether the ends of lines rhyme as the pattern asks.</summary>
internal sealed class RhymeCheck
{
    public RhymeCheck(RhymeBook book, PoemForm form, TonalPattern pattern, IReadOnlyList<IReadOnlyList<Rune>> lines)
    {
        var findings = new List<PoemFinding>();
        var shared = new List<string>();
        foreach (var rhyme in pattern.Lines.Select((line, at) => (Line: line, At: at)).Where(each => each.Line.Rhyme is not null).GroupBy(each => each.Line.Rhyme))
        {
            var ends = rhyme.Select(each => (each.At, each.Line.Final, Sign: lines[each.At][^1], Character: book.Find(lines[each.At][^1]))).Where(end => end.Character is not null).ToList();
            if (ends.Count == 0)
                continue;
            var (classes, fitting) = Commonest(ends.Select(end => Classes(form, end.Character!, end.Final)).ToList());
            shared.Add(Name(book, form, classes, ends[0].Final, ends[0].Character!));
            for (var at = 0; at < ends.Count; at++)
            {
                // The first line may borrow a neighbouring rhyme (孤雁出群); its rhyme is a grace, not a duty.
                var isGrace = form.Kind == PoemKind.Regulated && ends[at].At == 0 && ends.Count > 1;
                if (!fitting[at] && !isGrace)
                    findings.Add(new PoemFinding(
                        PoemFault.Rhyme, ends[at].At, [lines[ends[at].At].Count - 1], $"第 {ends[at].At + 1} 句韵脚“{ends[at].Sign}”出韵：属{book.NamesOf(ends[at].Character!.Groups)}，全诗押{shared[^1]}。",
                        $"Line {ends[at].At + 1} ends with {ends[at].Sign} of {book.NamesOf(ends[at].Character!.Groups)}; the poem rhymes in {shared[^1]}."));
            }
        }

        (Findings, Shared) = (findings, string.Join(' ', shared.Distinct(StringComparer.Ordinal)));
    }

    public IReadOnlyList<PoemFinding> Findings { get; }

    /// <summary>Names of the rhymes, one for each letter of the pattern.</summary>
    public string Shared { get; }

    /// <summary>The class that most ends have, and which have it.</summary>
    private static (uint Classes, bool[] Fitting) Commonest(List<uint> ends)
    {
        var counts = Enumerable.Range(0, 32).Select(bit => ends.Count(end => (end >> bit & 1) == 1)).ToArray();
        var most = counts.Max();
        var classes = Enumerable.Range(0, 32).Where(bit => most > 0 && counts[bit] == most).Aggregate(0u, (all, bit) => all | 1u << bit);
        var first = ends.Select(end => end & classes).FirstOrDefault(end => end != 0); // of several equally common ones the first to stand decides who breaks it
        return (classes, [.. ends.Select(end => (end & (most == ends.Count ? classes : first)) != 0)]);
    }

    /// <summary>Rare readings count too: what stands in the book is no fault.</summary>
    private static uint Classes(PoemForm form, VerseCharacter character, Tones side)
    {
        var classes = character.RhymeClasses(form.Rhymes, side);
        foreach (var rare in character.Readings.Where(reading => reading.IsRare && reading.Tone == side))
            classes |= form.Rhymes == RhymeTable.Cilin ? 1u << rare.Part : 0;
        if (form.Rhymes == RhymeTable.Pingshui)
            classes |= (uint)(character.BookGroups & ((UInt128.One << 30) - 1));
        return classes;
    }

    private static string Name(RhymeBook book, PoemForm form, uint classes, Tones side, VerseCharacter end) => form.Rhymes == RhymeTable.Pingshui
        ? book.NamesOf(classes)
        : string.Join('/', Enumerable.Range(0, 32).Where(bit => (classes >> bit & 1) == 1).Select(part => $"词林第{part}部"))
            + (side == Tones.Level ? "平" : end.Readings.Any(reading => reading.Unit[^1] == '入' && (classes >> reading.Part & 1) == 1) ? "入" : "仄");
}
