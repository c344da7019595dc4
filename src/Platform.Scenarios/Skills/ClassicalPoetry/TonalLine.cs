namespace Platform.Scenarios.Skills.ClassicalPoetry;

/// <summary>How strictly a line keeps to its tones.</summary>
public enum Strictness
{
    /// <summary>Only what the pattern itself leaves open.</summary>
    Strict,

    /// <summary>Also what poets of the Tang allowed themselves: 平平仄平仄 for 平平平仄仄, an oblique third sign in 仄仄平平仄, a lone level saved within its line.</summary>
    Customary,
}

/// <summary>The tones that one line of verse may have.</summary>
/// <remarks>A row of tones is a number: bit i is set where sign i is oblique.</remarks>
public sealed class TonalLine
{
    private readonly int[] _strict;
    private readonly int[] _customary;

    /// <param name="strict">Patterns of 平, 仄 and 中 (either), all of one length.</param>
    /// <param name="more">Patterns that custom allows besides.</param>
    /// <param name="rhyme">Lines of the same letter rhyme; null for a line that does not.</param>
    /// <param name="mark">What stands after the line in the text, such as ，.</param>
    internal TonalLine(IReadOnlyList<string> strict, IReadOnlyList<string> more, char? rhyme, string mark, bool repeats = false)
    {
        (Template, Rhyme, Mark, Repeats) = (strict[0], rhyme, mark, repeats);
        _strict = [.. strict.SelectMany(Rows).Distinct()];
        _customary = [.. _strict.Concat(more.SelectMany(Rows)).Distinct()];
        Final = strict[0][^1] switch { '平' => Tones.Level, '仄' => Tones.Oblique, _ => Tones.Both };
    }

    /// <summary>For people: the pattern in its plainest form.</summary>
    public string Template { get; }

    public int Length => Template.Length;

    public char? Rhyme { get; }

    /// <summary>It says the line before it again.</summary>
    public bool Repeats { get; }

    public string Mark { get; }

    /// <summary>The tone of its last sign.</summary>
    public Tones Final { get; }

    /// <summary>The same line with another mark after it.</summary>
    internal TonalLine With(char? rhyme, string mark) => new(this, rhyme, mark);

    private TonalLine(TonalLine other, char? rhyme, string mark) =>
        (Template, Rhyme, Mark, Repeats, _strict, _customary, Final) = (other.Template, rhyme, mark, other.Repeats, other._strict, other._customary, other.Final);

    /// <summary>Whether signs of these tones can stand in the line.</summary>
    public bool Admits(ReadOnlySpan<Tones> tones, Strictness strictness) => Nearest(tones, strictness, 0).Count == 0;

    /// <summary>The nearest allowed row of tones.</summary>
    /// <param name="enough">Search ends at so few differences.</param>
    /// <returns>How many signs differ, and which, a bit each.</returns>
    public (int Count, int Places) Nearest(ReadOnlySpan<Tones> tones, Strictness strictness, int enough = 0)
    {
        var (best, places) = (int.MaxValue, 0);
        foreach (var row in strictness == Strictness.Strict ? _strict : _customary)
        {
            var differs = 0;
            for (var at = 0; at < tones.Length; at++)
                if ((tones[at] & ((row >> at & 1) == 1 ? Tones.Oblique : Tones.Level)) == Tones.None)
                    differs |= 1 << at;
            if (int.PopCount(differs) is var count && count < best)
                (best, places) = (count, differs);
            if (best <= enough)
                break;
        }

        return (best, places);
    }

    private static IEnumerable<int> Rows(string template)
    {
        IEnumerable<int> rows = [0];
        for (var at = 0; at < template.Length; at++)
        {
            var bit = 1 << at;
            rows = template[at] switch
            {
                '平' => rows,
                '仄' => rows.Select(row => row | bit),
                '中' => rows.SelectMany(row => new[] { row, row | bit }),
                var other => throw new InvalidDataException($"The tonal pattern '{template}' holds '{other}'; 平, 仄 and 中 are known."),
            };
        }

        return [.. rows];
    }
}
