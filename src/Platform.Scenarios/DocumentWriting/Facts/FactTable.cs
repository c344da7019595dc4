namespace Platform.Scenarios.DocumentWriting.Facts;

/// <summary>All facts that a document may use, and whether a statement has one behind it.</summary>
public sealed class FactTable
{
    /// <summary>Source of facts that stand in the brief itself.</summary>
    public const string BriefSource = "brief";

    private readonly string _sources;
    private readonly IReadOnlyList<Fact> _within;

    /// <param name="facts">What was found, as the user corrected it.</param>
    /// <param name="sources">The words they stand in; a name counts as known when they hold it.</param>
    /// <param name="within">What else the words of a corrected fact state, as 80所 in 共126所，其中小学80所.</param>
    private FactTable(IReadOnlyList<Fact> facts, string sources, IReadOnlyList<Fact> within) => (Facts, _sources, _within) = (facts, FactReader.Bare(sources), within);

    public IReadOnlyList<Fact> Facts { get; }

    public static FactTable Of(Brief brief)
    {
        var texts = new List<(string Source, string Text)> { (BriefSource, BriefText(brief)) };
        texts.AddRange(brief.Material.Select(material => (material.Name, material.Text)));
        var found = texts.SelectMany(t => FactReader.Read(t.Text, t.Source)).DistinctBy(fact => (fact.Kind, fact.Value)).ToList();
        return brief.CorrectedFacts is { } corrected
            ? new FactTable([.. found.Where(fact => fact.Source == BriefSource), .. corrected], string.Join('\n', BriefText(brief), string.Join('\n', corrected.Select(fact => fact.Text))), [.. corrected.SelectMany(fact => FactReader.Read(fact.Text, fact.Source))])
            : new FactTable(found, string.Join('\n', texts.Select(t => t.Text)), []);
    }

    /// <summary>The material's sentences that facts stand in, each once.</summary>
    /// <param name="facts">As they are written there.</param>
    /// <param name="kind">Only facts of this kind; null for all.</param>
    public IReadOnlyList<string> ContextsOf(IReadOnlyList<string> facts, FactKind? kind = null) =>
        [.. Facts.Where(fact => fact.Source != BriefSource && (kind ?? fact.Kind) == fact.Kind && facts.Contains(fact.Text, StringComparer.Ordinal)).Select(fact => fact.Context).Distinct(StringComparer.Ordinal)];

    /// <summary>Statements of a text that no source carries.</summary>
    public IReadOnlyList<Fact> Unsupported(string text) => [.. FactReader.Read(text, "").Where(fact => !Knows(fact))];

    public bool Knows(Fact stated) => stated.Kind switch
    {
        FactKind.Number => Facts.Concat(_within).Any(fact => fact.Kind == FactKind.Number && SameNumber(fact.Value, stated.Value)),
        FactKind.Date => Facts.Concat(_within).Any(fact => fact.Kind == FactKind.Date && SameDate(fact.Value, stated.Value)),
        FactKind.DocumentNumber => Facts.Concat(_within).Any(fact => fact.Kind == FactKind.DocumentNumber && fact.Value == stated.Value && FactReader.Bare(stated.Text).EndsWith(Tail(fact.Text), StringComparison.Ordinal)),
        _ => _sources.Contains(stated.Value, StringComparison.Ordinal),
    };

    private static string BriefText(Brief brief) => string.Join('\n',
        [.. brief.Values.Values, .. brief.Items.SelectMany(item => item.Points.Prepend(item.Heading)), .. brief.Attachments]);

    /// <summary>The sign or two before the year tell whose number it is.</summary>
    private static string Tail(string number)
    {
        var bare = FactReader.Bare(number);
        var digits = bare.TakeWhile(sign => !char.IsAsciiDigit(sign)).Count();
        return bare[Math.Max(0, digits - 2)..];
    }

    /// <summary>A unit may be left out on either side, but a share is stated only where a source has one.</summary>
    private static bool SameNumber(string known, string stated)
    {
        var (a, b) = (Split(known), Split(stated));
        return a.Digits == b.Digits && (a.Unit == b.Unit || b.Unit.Length == 0 || (a.Unit.Length == 0 && b.Unit != "%"));
    }

    private static (string Digits, string Unit) Split(string value)
    {
        var end = value.TakeWhile(sign => char.IsAsciiDigit(sign) || sign == '.').Count();
        return (value[..end], value[end..]);
    }

    private static bool SameDate(string known, string stated)
    {
        var (a, b) = (known.Split('-'), stated.Split('-'));
        return a.Zip(b).All(part => part.Second.Length == 0 || part.First == part.Second);
    }
}
