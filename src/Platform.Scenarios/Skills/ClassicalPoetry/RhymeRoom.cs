using System.Numerics;
using System.Text;

namespace Platform.Scenarios.Skills.ClassicalPoetry;

/// <summary>Sees to it that enough unused signs stay for the rhymes that a poem still needs: without it a narrow rhyme could be used up inside of the lines.</summary>
internal sealed class RhymeRoom(PoemPlan plan, int[] written)
{
    private readonly Dictionary<(uint, Tones), int> _counted = [];
    private readonly Dictionary<(int, int), bool> _roomy = [];
    private VerseCharacter[]? _used;

    /// <summary>Whether the rhymes after this one can be found among the classes.</summary>
    /// <param name="taken">The sign that rhymes now.</param>
    public bool Has(uint classes, char letter, int line, int patterns, VerseCharacter taken)
    {
        var (level, oblique) = Needed(letter, line + 1, patterns);
        for (var rest = classes; rest != 0; rest &= rest - 1)
        {
            var one = rest & (~rest + 1); // a sign of two rhymes leaves both open; one of them must have room enough by itself
            if ((level == 0 || Unused(one, Tones.Level) - Counts(taken, one, Tones.Level) >= level) && (oblique == 0 || Unused(one, Tones.Oblique) - Counts(taken, one, Tones.Oblique) >= oblique))
                return true;
        }

        return false;
    }

    /// <summary>Whether a sign can be used where nothing rhymes.</summary>
    public bool CanSpare(VerseCharacter character, uint[] rhymes, int line, int patterns)
    {
        for (var at = 0; at < rhymes.Length; at++)
        {
            if (rhymes[at] == uint.MaxValue || IsRoomy(rhymes[at], at, line, patterns))
                continue;
            if ((Counts(character, rhymes[at], Tones.Level) > 0 || Counts(character, rhymes[at], Tones.Oblique) > 0) && !Has(rhymes[at], (char)('a' + at), line - 1, patterns, character))
                return false;
        }

        return true;
    }

    /// <summary>Whether any one sign more can be used and the rhymes still be found; true nearly always, so that it is looked up once for a place.</summary>
    private bool IsRoomy(uint classes, int letter, int line, int patterns)
    {
        if (_roomy.TryGetValue((letter, patterns), out var known))
            return known;
        var (level, oblique) = Needed((char)('a' + letter), line, patterns);
        var roomy = false;
        for (var rest = classes; rest != 0 && !roomy; rest &= rest - 1)
        {
            var one = rest & (~rest + 1);
            roomy = (level == 0 || Unused(one, Tones.Level) > level) && (oblique == 0 || Unused(one, Tones.Oblique) > oblique);
        }

        return _roomy[(letter, patterns)] = roomy;
    }

    /// <summary>Rhymes from a line on: the most that an open pattern asks for.</summary>
    private (int Level, int Oblique) Needed(char letter, int from, int patterns)
    {
        var lines = plan.Patterns[BitOperations.TrailingZeroCount(patterns)].Lines;
        var (level, oblique) = (0, 0);
        for (var line = from; line < lines.Count; line++)
            if (lines[line].Rhyme == letter && !lines[line].Repeats)
                _ = lines[line].Final == Tones.Level ? level++ : oblique++;
        return (level, oblique);
    }

    private int Counts(VerseCharacter character, uint classes, Tones side) => (character.RhymeClasses(plan.Form.Rhymes, side) & classes) != 0 ? 1 : 0;

    private int Unused(uint one, Tones side)
    {
        if (_counted.TryGetValue((one, side), out var known))
            return known;
        var used = _used ??= [.. written.Concat(plan.Reserved).Distinct().Select(sign => plan.Book.Find(new Rune(sign))).OfType<VerseCharacter>().Where(character => character.Seen >= RhymeBook.LeastSeen)];
        var count = plan.Book.UsableRhymes(plan.Form.Rhymes, side, one) - used.Count(character => Counts(character, one, side) > 0);
        return _counted[(one, side)] = count;
    }
}
