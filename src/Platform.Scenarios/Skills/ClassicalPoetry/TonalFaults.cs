namespace Platform.Scenarios.Skills.ClassicalPoetry;

/// <summary>Names what is wrong with the tones of a poem.</summary>
/// <remarks>A lost opposition or adhesion turns all that follows against the pattern; where that explains more than single wrong signs do, each line is held against its own kind.</remarks>
internal sealed class TonalFaults
{
    /// <summary>A lost opposition or adhesion weighs as much as two wrong signs.</summary>
    private const int RelationWeight = 2;

    private readonly PoemForm _form;
    private readonly TonalPattern _pattern;
    private readonly Tones[][] _tones;
    private readonly Strictness _strictness;

    public TonalFaults(PoemForm form, TonalPattern pattern, Tones[][] tones, Strictness strictness)
    {
        (_form, _pattern, _tones, _strictness) = (form, pattern, tones, strictness);
        var lines = Enumerable.Range(0, tones.Length).ToList();
        var byPattern = lines.Sum(line => pattern.Lines[line].Nearest(tones[line], strictness).Count);
        var byRelation = form.Kind == PoemKind.Ci ? int.MaxValue : lines.Sum(line => Own(line).Count + (Relation(line) is null ? 0 : RelationWeight));
        Weight = Math.Min(byPattern, byRelation);
        Findings = [.. lines.Select(line => byPattern <= byRelation ? AgainstPattern(line) : Relation(line) ?? InLine(line, Own(line))).OfType<PoemFinding>()];
    }

    public IReadOnlyList<PoemFinding> Findings { get; }

    /// <summary>How far the poem is from its form, in wrong signs.</summary>
    public int Weight { get; }

    private PoemFinding? AgainstPattern(int line)
    {
        var nearest = _pattern.Lines[line].Nearest(_tones[line], _strictness);
        return nearest.Count > 1 && _form.Kind != PoemKind.Ci && Relation(line) is { } relation ? relation : InLine(line, nearest);
    }

    /// <summary>The nearest row that any pattern has for this line.</summary>
    private (int Count, int Places) Own(int line) => _form.Patterns.Select(pattern => pattern.Lines[line].Nearest(_tones[line], _strictness)).MinBy(nearest => nearest.Count);

    private PoemFinding? Relation(int line)
    {
        if (line == 0 || _tones[line - 1][1] == Tones.Both || _tones[line][1] == Tones.Both)
            return null;
        var (same, number) = (_tones[line - 1][1] == _tones[line][1], line + 1);
        return (line % 2, same) switch
        {
            (1, true) => new PoemFinding(PoemFault.LostOpposition, line, [1], $"第 {number} 句与上句失对：第二字平仄相同。", $"Line {number} does not oppose the line before: their second characters have one tone."),
            (0, false) => new PoemFinding(PoemFault.LostAdhesion, line, [1], $"第 {number} 句与上联失粘：第二字平仄不同。", $"Line {number} does not take up the couplet before: their second characters differ in tone."),
            _ => null,
        };
    }

    private PoemFinding? InLine(int line, (int Count, int Places) nearest)
    {
        if (nearest.Count == 0)
            return null;
        var (row, number) = (_tones[line], line + 1);
        if (_form.Kind != PoemKind.Ci && row[^1] == Tones.Level && row[^2] == Tones.Level && row[^3] == Tones.Level)
            return new PoemFinding(PoemFault.ThreeLevels, line, [row.Length - 3, row.Length - 2, row.Length - 1], $"第 {number} 句三平尾。", $"Line {number} ends with three level tones.");
        if (_form.Kind != PoemKind.Ci && nearest.Count == 1 && row[^1] != Tones.Oblique && row[^2] == Tones.Oblique && row[^3] == Tones.Oblique && row[^4] != Tones.Oblique && row[^5] == Tones.Oblique)
            return new PoemFinding(PoemFault.LonelyLevel, line, [row.Length - 4], $"第 {number} 句孤平。", $"Line {number} has one level tone alone.");

        int[] columns = [.. Enumerable.Range(0, row.Length).Where(at => (nearest.Places >> at & 1) == 1)];
        return new PoemFinding(
            PoemFault.Tone, line, columns, $"第 {number} 句出律：{string.Join('、', columns.Select(at => $"第 {at + 1} 字应{(row[at] == Tones.Level ? "仄" : "平")}"))}。",
            $"Line {number} breaks its tones: {string.Join(", ", columns.Select(at => $"character {at + 1} should be {(row[at] == Tones.Level ? "oblique" : "level")}"))}.");
    }
}
