using System.Numerics;
using System.Text;
using Platform.Model.Generation;

namespace Platform.Scenarios.Skills.ClassicalPoetry;

/// <summary>A place in a poem that is being written: which signs keep its length, tones, rhymes and what is fixed, and use no sign twice.</summary>
internal sealed class PoemPlace : SignPlace
{
    private const int Letters = 4;

    private readonly PoemPlan _plan;
    private readonly int _line;
    private readonly int _column;
    private readonly int _patterns;
    private readonly Tones[] _row;
    private readonly int[] _written;
    private readonly uint[] _rhymes;
    private readonly RhymeRoom _room;
    private int[]? _open;
    private Rune[]? _admitted; // asked for at each token of a sign

    private PoemPlace(PoemPlan plan, int line, int column, int patterns, Tones[] row, int[] written, uint[] rhymes)
    {
        (_plan, _line, _column, _patterns, _row, _written, _rhymes) = (plan, line, column, patterns, row, written, rhymes);
        _room = new RhymeRoom(plan, written);
    }

    /// <summary>Before the first sign.</summary>
    public static PoemPlace Start(PoemPlan plan)
    {
        var rhymes = new uint[Letters];
        Array.Fill(rhymes, uint.MaxValue);
        return new PoemPlace(plan, 0, 0, (1 << plan.Patterns.Count) - 1, plan.FixedTones(0).ToArray(), [], rhymes);
    }

    public override bool MayEnd => _line == _plan.Marks.Count;

    public override int MostLeft
    {
        get
        {
            var left = -_column;
            for (var line = _line; line < _plan.Marks.Count; line++)
                left += Length(line) + _plan.Marks[line].Length;
            return Math.Max(0, left);
        }
    }

    public override IEnumerable<Rune> Admitted => _admitted ??= MayEnd ? [] : Only is { } only ? [only] : [.. _plan.Book.Usable.Where(Admits).Select(character => character.Sign)];

    public override bool Admits(Rune sign) => !MayEnd && (Only is { } only ? sign == only : _plan.Book.Find(sign) is { } character && Admits(character));

    public override PoemPlace Next(Rune sign)
    {
        var length = Length(_line);
        if (_column >= length)
            return _column + 1 < length + _plan.Marks[_line].Length ? Copy(_column + 1) : NextLine();

        var character = _plan.Book.Find(sign);
        var row = (Tones[])_row.Clone();
        if (_plan.Fixed(_line, _column) is null)
            row[_column] = character?.Tones ?? Tones.Both;
        int[] written = [.. _written, sign.Value];
        if (_column + 1 < length)
            return new PoemPlace(_plan, _line, _column + 1, _patterns, row, written, _rhymes);

        var patterns = Fitting(row);
        var rhymes = _rhymes;
        if (LineOf(patterns) is { Rhyme: { } letter, Final: var side } && Narrowed(letter, character, side) is var narrowed and > 0)
        {
            rhymes = (uint[])_rhymes.Clone();
            rhymes[letter - 'a'] = narrowed;
        }

        return new PoemPlace(_plan, _line, length, patterns, row, written, rhymes);
    }

    /// <summary>The one sign that may stand here, where there is only one.</summary>
    private Rune? Only => _column >= Length(_line) ? _plan.Marks[_line][_column - Length(_line)]
        : _plan.Fixed(_line, _column) is { } given ? given
        : LineOf(_patterns).Repeats ? new Rune(_written[^Length(_line)]) : null;

    private bool Admits(VerseCharacter character)
    {
        var sign = character.Sign.Value;
        if (character.Seen < RhymeBook.LeastSeen || _written.AsSpan().Contains(sign) || _plan.Reserved.Contains(sign))
            return false;
        var patterns = (_open ??= [0, Open(Tones.Level), Open(Tones.Oblique), Open(Tones.Both)])[(int)character.Tones];
        if (patterns == 0)
            return false;
        if (_column == Length(_line) - 1 && LineOf(patterns) is { Rhyme: { } letter, Final: var side })
            return Narrowed(letter, character, side) is var narrowed and > 0 && _room.Has(narrowed, letter, _line, patterns, character);
        return _room.CanSpare(character, _rhymes, _line, patterns);
    }

    /// <summary>The patterns that a sign of these tones leaves open here, a bit each.</summary>
    private int Open(Tones tones)
    {
        Span<Tones> row = stackalloc Tones[_row.Length];
        _row.CopyTo(row);
        row[_column] = tones;
        var open = Fitting(row);
        if (_column < _row.Length - 1 || open == 0)
            return open;

        // At the end of a line it must be plain whether it rhymes: 看, which is level and oblique, does not say so where both are open.
        var line = LineOf(open);
        for (var at = 0; at < _plan.Patterns.Count; at++)
            if ((open >> at & 1) == 1 && _plan.Patterns[at].Lines[_line] is var other && (other.Rhyme != line.Rhyme || other.Final != line.Final))
                return 0;
        return open;
    }

    private int Fitting(ReadOnlySpan<Tones> row)
    {
        var open = 0;
        for (var at = 0; at < _plan.Patterns.Count; at++)
            if ((_patterns >> at & 1) == 1 && _plan.Patterns[at].Lines[_line].Admits(row, _plan.Order.Strictness))
                open |= 1 << at;
        return open;
    }

    /// <summary>The rhyme's classes after a sign has rhymed; 0 when it does not.</summary>
    private uint Narrowed(char letter, VerseCharacter? character, Tones side) => _rhymes[letter - 'a'] & (character?.RhymeClasses(_plan.Form.Rhymes, side) ?? 0);

    private TonalLine LineOf(int patterns) => _plan.Patterns[BitOperations.TrailingZeroCount(patterns)].Lines[_line];

    private int Length(int line) => _plan.Form.Patterns[0].Lines[line].Length;

    private PoemPlace Copy(int column) => new(_plan, _line, column, _patterns, _row, _written, _rhymes);

    private PoemPlace NextLine() => new(_plan, _line + 1, 0, _patterns, _line + 1 < _plan.Marks.Count ? _plan.FixedTones(_line + 1).ToArray() : [], _written, _rhymes);
}
