using System.Text;

namespace Platform.Scenarios.Skills.ClassicalPoetry;

/// <summary>A poem that is to be written, worked out: which patterns its fixed signs leave open, and what is fixed.</summary>
internal sealed class PoemPlan
{
    private readonly Rune?[][] _fixed;
    private readonly Tones[][] _tones;

    private PoemPlan(PoemOrder order, RhymeBook book)
    {
        (Order, Book, Form) = (order, book, order.Form);
        _fixed = [.. Form.Patterns[0].Lines.Select(line => new Rune?[line.Length])];
        GivenSigns = Place();
        Reserved = _fixed.SelectMany(line => line).OfType<Rune>().Select(sign => sign.Value).ToHashSet();
        _tones = [.. _fixed.Select(line => line.Select(sign => sign is { } known ? book.TonesOf(known) : Tones.Both).ToArray())];
        Patterns = [.. Form.Patterns.Where(Fits)];
        if (Patterns.Count == 0 && FreeTones())
            Patterns = [.. Form.Patterns.Where(Fits)];
        Marks = [.. Form.Patterns[0].Lines.Select(line => line.Mark.EnumerateRunes().ToArray())];
    }

    public PoemOrder Order { get; }

    public RhymeBook Book { get; }

    public PoemForm Form { get; }

    /// <summary>The patterns that the fixed signs leave open.</summary>
    public IReadOnlyList<TonalPattern> Patterns { get; }

    /// <summary>How many signs at the beginning are given.</summary>
    public int GivenSigns { get; }

    /// <summary>Signs that are fixed somewhere, and so may stand nowhere else.</summary>
    public HashSet<int> Reserved { get; }

    public IReadOnlyList<Rune[]> Marks { get; }

    /// <summary>Fixed signs whose tones no pattern of the form has: they stand as given, and their tones are not held against the poem.</summary>
    public bool GivenIsFree { get; private set; }

    /// <exception cref="PoemException">The order cannot be filled.</exception>
    public static PoemPlan Make(PoemOrder order, RhymeBook book)
    {
        if (order.Candidates is < 1 or > 16)
            throw new PoemException($"候选数为 {order.Candidates}，应在 1 到 16 之间。", $"{order.Candidates} candidates were asked for; 1 to 16 can be written.");
        if (string.IsNullOrWhiteSpace(order.Title))
            throw new PoemException("没有题目。请说写什么，例如：春望。", "There is no title. Say what the poem is about, for example 春望.");
        if (order.Title.Length > PoemOrder.LongestTitle)
            throw new PoemException($"题目有 {order.Title.Length} 字，最多 {PoemOrder.LongestTitle} 字。", $"The title has {order.Title.Length} characters; at most {PoemOrder.LongestTitle} are taken.");
        return new PoemPlan(order, book);
    }

    /// <summary>The sign that must stand here; null for any.</summary>
    public Rune? Fixed(int line, int column) => _fixed[line][column];

    /// <summary>Whether every sign of a line is given.</summary>
    public bool IsGiven(int line) => Array.TrueForAll(_fixed[line], sign => sign is not null);

    /// <summary>The tones of a line before any of it is written: those of its fixed signs, either for the rest.</summary>
    public ReadOnlySpan<Tones> FixedTones(int line) => _tones[line];

    /// <returns>How many signs at the beginning are given.</returns>
    private int Place()
    {
        var given = PoemOrder.Signs(Order.Given);
        if (given.Count >= Form.Characters)
            throw new PoemException($"所给诗句有 {given.Count} 字，{Form.Chinese}全篇 {Form.Characters} 字；没有可续的句子。", $"{given.Count} characters are given, and a {Form.English} has {Form.Characters}: nothing is left to write.");
        var at = 0;
        for (var line = 0; line < _fixed.Length && at < given.Count; line++)
        {
            if (given.Count - at < _fixed[line].Length)
                throw new PoemException(
                    $"所给的第 {line + 1} 句有 {given.Count - at} 字，{Form.Chinese}此句应为 {_fixed[line].Length} 字。请给出整句。",
                    $"The given line {line + 1} has {given.Count - at} characters; here a {Form.English} has {_fixed[line].Length}. Give whole lines.");
            for (var column = 0; column < _fixed[line].Length; column++)
                _fixed[line][column] = given[at++];
        }

        var heads = PoemOrder.Signs(Order.Acrostic);
        if (heads.Count > _fixed.Length)
            throw new PoemException($"藏头有 {heads.Count} 字，{Form.Chinese}只有 {_fixed.Length} 句。", $"The acrostic has {heads.Count} characters; a {Form.English} has {_fixed.Length} lines.");
        for (var line = 0; line < heads.Count; line++)
            if (_fixed[line][0] is { } there && there != heads[line])
                throw new PoemException($"第 {line + 1} 句已给出，以“{there}”开头，与藏头“{heads[line]}”不合。", $"Line {line + 1} is given and begins with {there}; the acrostic asks for {heads[line]}.");
            else
                _fixed[line][0] = heads[line];
        return given.Count;
    }

    private bool Fits(TonalPattern pattern)
    {
        for (var line = 0; line < _fixed.Length; line++)
            if (!pattern.Lines[line].Admits(_tones[line], Order.Strictness))
                return false;
        return true;
    }

    /// <summary>Lets the given lines stand as they are; what is written follows the form.</summary>
    private bool FreeTones()
    {
        GivenIsFree = true;
        foreach (var line in _tones.Where((_, line) => IsGiven(line)))
            line.AsSpan(..^1).Fill(Tones.Both); // its end still says whether it rhymes
        if (Form.Patterns.Any(Fits))
            return true;
        foreach (var line in _tones)
            Array.Fill(line, Tones.Both); // heads too
        return true;
    }
}
