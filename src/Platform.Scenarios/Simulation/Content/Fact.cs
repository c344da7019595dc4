namespace Platform.Scenarios.Simulation.Content;

/// <summary>What must happen before a character says a fact.</summary>
public enum FactGate
{
    /// <summary>Says it unasked, in the order of the file.</summary>
    Free,

    /// <summary>Says it when asked about it.</summary>
    Asked,

    /// <summary>Says it when asked about it, and only to someone it trusts.</summary>
    Rapport,

    /// <summary>Says it only to someone it trusts who also goes below the surface: reflects meaning, or asks about thoughts and meaning.</summary>
    Depth,
}

/// <summary>One thing that a character knows. Nothing outside its facts may be claimed as known.</summary>
public sealed record Fact
{
    private const int ShortestMark = 2;

    private static readonly char[] ClauseEnds = ['，', '。', '？', '！', '；', '：', ',', '.', '?', '!', ';', ':', '[', ']', '|', '{', '}'];

    public required string Id { get; init; }

    /// <summary>The fact in the third person, one sentence; shown in the facts map after the session, and given to a model once the gate is open.</summary>
    public required string Text { get; init; }

    /// <summary>The same in the character's own words, at least two different ways; templates (see <see cref="Template"/>).</summary>
    public required IReadOnlyList<string> Say { get; init; }

    public required FactGate Gate { get; init; }

    /// <summary>0 everyday, 1 private, 2 delicate, 3 shame or danger: how much a tactless question costs.</summary>
    public int Sensitivity { get; init; }

    /// <summary>Trust (resident) or rapport (help-seeker) from 0 to 100 that a rapport or depth gate asks for; 55 and 60 when left out.</summary>
    public int? Level { get; init; }

    /// <summary>Acts of the trainee that open it; any question when left out (depth: a complex reflection too).</summary>
    public IReadOnlyList<string> Acts { get; init; } = [];

    /// <summary>What a question about it contains, any of them; without words any open question reaches it in its turn.</summary>
    public IReadOnlyList<string> Words { get; init; } = [];

    /// <summary>Ids of facts that were said before.</summary>
    public IReadOnlyList<string> After { get; init; } = [];

    /// <summary>Words that only one who tells this fact would say; while the gate is closed a reply with one of them is refused. Needed for every gate but free.</summary>
    public IReadOnlyList<string> Marks { get; init; } = [];

    /// <summary>Words that would contradict it; a reply with one of them is refused.</summary>
    public IReadOnlyList<string> Contradictions { get; init; } = [];

    internal int LevelOrDefault => Level ?? Gate switch { FactGate.Rapport => 55, FactGate.Depth => 60, _ => 0 };

    /// <summary>
    /// The same fact in a scene that another file adds lines to: a mark that stands in one of those betrays nothing here.
    /// A fact that is left without marks is known by the longest clause of each of its own lines.
    /// </summary>
    internal Fact Among(IReadOnlyCollection<string> others)
    {
        bool IsTelling(string mark) => !others.Any(line => line.Contains(mark, StringComparison.OrdinalIgnoreCase));

        var telling = Marks.Where(IsTelling).ToList();
        if (telling.Count == Marks.Count)
            return this;
        if (telling.Count == 0)
            telling = [.. Say.Select(line => line.Split(ClauseEnds).MaxBy(clause => clause.Length)!.Trim()).Where(clause => clause.Length > ShortestMark && IsTelling(clause))];
        return this with { Marks = telling };
    }

    internal IEnumerable<ContentProblem> Problems(string place, IReadOnlyList<string> codes)
    {
        if (!Rules.IsId(Id))
            yield return Rules.BadId($"{place}.id", Id);
        if (Text.Length is < 4 or > 300)
            yield return new ContentProblem($"{place}.text 有 {Text.Length} 个字符，应为 4 到 300 个。", $"{place}.text has {Text.Length} characters; 4 to 300 are needed.");
        foreach (var problem in Rules.Lines($"{place}.say", Say, 2))
            yield return problem;
        if (Sensitivity is < 0 or > 3)
            yield return new ContentProblem($"{place}.sensitivity 是 {Sensitivity}，应在 0 到 3 之间。", $"{place}.sensitivity is {Sensitivity}; 0 to 3 is needed.");
        if (Level is < 0 or > 100)
            yield return new ContentProblem($"{place}.level 是 {Level}，应在 0 到 100 之间。", $"{place}.level is {Level}; 0 to 100 is needed.");
        if (Level is not null && Gate is FactGate.Free or FactGate.Asked)
            yield return new ContentProblem($"{place}.level 不该写：只有 gate 为 rapport 或 depth 时才有。", $"{place}.level stands beside the gate {Gate}; only rapport and depth have one.");
        if (Gate != FactGate.Free && Marks.Count == 0)
            yield return new ContentProblem($"{place}.marks 是空的：设了门槛的事实要有标记词，才能看出是否提前泄露。", $"{place}.marks is empty; a gated fact needs words by which a leak is seen.");
        foreach (var mark in Marks.Where(mark => mark.Length < ShortestMark))
            yield return new ContentProblem($"{place}.marks：“{mark}”太短，至少 {ShortestMark} 个字符，否则别的句子里也常有。", $"{place}.marks: '{mark}' is too short; {ShortestMark} characters or more, or it stands in every other sentence.");
        foreach (var mark in Marks.Where(mark => !Say.Any(line => line.Contains(mark, StringComparison.OrdinalIgnoreCase))))
            yield return new ContentProblem($"{place}.marks：“{mark}”在 say 的各行里都没有出现。", $"{place}.marks: '{mark}' stands in none of the lines of say.");
        foreach (var code in Acts.Except(codes, StringComparer.Ordinal))
            yield return Rules.NoAct($"{place}.acts", code, codes);
        foreach (var wrong in Contradictions.Where(wrong => Say.Any(line => line.Contains(wrong, StringComparison.OrdinalIgnoreCase))))
            yield return new ContentProblem($"{place}.contradictions：“{wrong}”在 say 里出现了。", $"{place}.contradictions: '{wrong}' stands in say itself.");
    }
}

/// <summary>Rules over all facts of one character.</summary>
internal static class Ledger
{
    /// <param name="open">Texts that the briefing shows or a model is given before any gate opens, with their places.</param>
    public static IEnumerable<ContentProblem> Problems(IReadOnlyList<(string Place, Fact Fact)> facts, IReadOnlyList<(string Place, string Text)> open, IReadOnlyList<string> codes)
    {
        foreach (var (place, fact) in facts)
            foreach (var problem in fact.Problems(place, codes))
                yield return problem;
        foreach (var same in facts.GroupBy(f => f.Fact.Id, StringComparer.Ordinal).Where(same => same.Count() > 1))
            yield return new ContentProblem($"{same.Last().Place}.id：“{same.Key}”用了两次。", $"{same.Last().Place}.id '{same.Key}' is used twice.");
        var known = facts.Select(f => f.Fact.Id).ToHashSet(StringComparer.Ordinal);
        foreach (var (place, fact) in facts)
            foreach (var before in fact.After.Where(id => !known.Contains(id) || id == fact.Id))
                yield return new ContentProblem($"{place}.after：本文件里没有另一条事实“{before}”。", $"{place}.after names '{before}', which is no other fact of this file.");

        // A mark that stands in what may be said before its own gate is open would refuse honest replies.
        foreach (var (place, fact) in facts)
            foreach (var mark in fact.Marks)
                foreach (var (otherPlace, other) in facts.Where(f => f.Fact.Id != fact.Id && f.Fact.Gate <= fact.Gate && !f.Fact.After.Contains(fact.Id, StringComparer.Ordinal)))
                    if (other.Say.Append(other.Text).Any(line => line.Contains(mark, StringComparison.OrdinalIgnoreCase)))
                        yield return new ContentProblem($"{place}.marks：“{mark}”也出现在 {otherPlace}，而它的门槛不比这条晚打开；请换一个只有这条事实才有的词。", $"{place}.marks: '{mark}' also stands in {otherPlace}, whose gate opens no later; choose a word that only this fact has.");
        foreach (var (place, fact) in facts.Where(f => f.Fact.Gate != FactGate.Free))
            foreach (var mark in fact.Marks)
                foreach (var (openPlace, _) in open.Where(o => o.Text.Contains(mark, StringComparison.OrdinalIgnoreCase)))
                    yield return new ContentProblem($"{openPlace} 提前泄露了 {place}：“{mark}”是它的标记词，而它的门槛开始时是关着的；请换个说法。", $"{openPlace} gives away {place}: '{mark}' is one of its marks and its gate is closed at the start; say it without.");
    }
}
