using Platform.Scenarios.DocumentWriting.Facts;
using Platform.Scenarios.DocumentWriting.Genres;

namespace Platform.Scenarios.DocumentWriting.Checks;

/// <summary>What a check is called, in reports and in what a model is told.</summary>
public static class CheckNames
{
    public const string OffNode = "off-node";
    public const string Contradiction = "contradiction";
    public const string Unsupported = "unsupported";
    public const string Repetition = "repetition";
    public const string Forbidden = "forbidden";
    public const string MissingPoint = "missing-point";
    public const string Length = "length";
    public const string Form = "form";
    public const string Failed = "failed";
}

/// <summary>Something wrong with a paragraph.</summary>
/// <param name="Check">See <see cref="CheckNames"/>.</param>
/// <param name="Words">The words it is about.</param>
/// <param name="Why">What is wrong, in Chinese; <paramref name="WhyEnglish"/> in English.</param>
public sealed record Finding(string Check, string Words, string Why, string WhyEnglish);

/// <summary>How far a paragraph has drifted.</summary>
/// <param name="OnNode">Similarity to its node and the topic, from 0 to 1.</param>
/// <param name="Length">Length score, from 0 to 100; null where no length is wanted of a paragraph alone.</param>
public sealed record Drift(double OnNode, double? Length, IReadOnlyList<Finding> Findings)
{
    /// <summary>Share of the node's facts that are stated, from 0 to 1; of a paragraph alone none are wanted.</summary>
    public double Stated { get; init; }

    public bool Passes => Findings.Count == 0;

    /// <summary>For ranking candidates: on the node first, then what was found, then length and the use of facts.</summary>
    public double Score => OnNode - Findings.Count + (Length ?? 100) / 500 + Stated / 5;
}

/// <summary>Checks paragraphs against outline, facts and what stands already; the gate of the writer, and what people see beside the text.</summary>
public sealed class DriftMeter(Brief brief, GenreCatalog catalog, Outline outline, FactTable facts)
{
    /// <summary>Least similarity of a paragraph to its node and topic. Paragraphs of the composer, which hold their node's words, lie above it.</summary>
    public const double LeastOnNode = 0.12;

    /// <summary>Least part of a given point's words that must stand in the text: it may be put in other words, not left out.</summary>
    public const double LeastCoverage = 0.6;

    private const double SameSentence = 0.8;
    private const int ShortestCompared = 12;
    private readonly Genre _genre = catalog[brief.Genre];

    /// <param name="text">One paragraph.</param>
    /// <param name="earlier">What stands before it.</param>
    public Drift Measure(string text, OutlineNode node, string earlier)
    {
        var findings = new List<Finding>();
        var onNode = OnNode(text, node);
        if (node.Kind is NodeKind.Section or NodeKind.Tail && onNode < LeastOnNode)
            findings.Add(new Finding(CheckNames.OffNode, Start(text), $"这一段偏离了提纲要点“{node.MainPoint}”。", $"This paragraph drifts from its outline point “{node.MainPoint}”."));
        findings.AddRange(facts.Unsupported(text).Select(fact => new Finding(CheckNames.Unsupported, fact.Text, $"“{fact.Text}”在材料里找不到依据。", $"No source carries “{fact.Text}”.")));
        findings.AddRange(Contradictions.Between(text, earlier).Select(pair => new Finding(CheckNames.Contradiction, pair.Now, $"“{pair.Now}”与前文“{pair.Before}”矛盾。", $"“{pair.Now}” contradicts “{pair.Before}” above.")));
        findings.AddRange(Repeated(text, earlier).Select(sentence => new Finding(CheckNames.Repetition, sentence, "这一句与前文重复。", "This sentence repeats one above.")));
        findings.AddRange(_genre.Forbidden.Where(rule => rule.Found(text)).Select(rule => new Finding(CheckNames.Forbidden, Start(text), rule.Why, rule.WhyEnglish)));
        return new Drift(onNode, null, findings);
    }

    /// <summary>A whole node's text as a candidate: also its points and its length.</summary>
    public Drift MeasureNode(string text, OutlineNode node, string earlier)
    {
        var drift = Measure(text, node, earlier);
        var findings = drift.Findings.ToList();
        foreach (var point in node.Points.Where(point => Wordings.Coverage(point, text) < LeastCoverage))
            findings.Add(new Finding(CheckNames.MissingPoint, point, $"没有写到要点“{point}”。", $"The point “{point}” is not in it."));
        var length = node.Length > 0 ? LengthScore.Of(node.Length, Sentences.Length(text)) : (double?)null;
        if (length < 60)
            findings.Add(new Finding(CheckNames.Length, Start(text), $"应约{node.Length}字，写了{Sentences.Length(text)}字。", $"About {node.Length} characters were wanted; it has {Sentences.Length(text)}."));
        return drift with { Findings = findings, Length = length, Stated = node.Facts.Count == 0 ? 0 : (double)node.Facts.Count(fact => States(text, fact)) / node.Facts.Count };
    }

    /// <summary>Every paragraph of a document, in order; headings have none.</summary>
    public IReadOnlyList<(WrittenParagraph Paragraph, Drift? Drift)> Measure(WrittenDocument document)
    {
        var measured = new List<(WrittenParagraph, Drift?)>();
        var earlier = new System.Text.StringBuilder();
        foreach (var paragraph in document.Paragraphs)
        {
            var node = outline.Find(paragraph.Node);
            measured.Add((paragraph, paragraph.Level > 0 || node is null ? null : Measure(paragraph.Text, node, earlier.ToString())));
            earlier.Append(paragraph.Text).Append('\n');
        }

        return measured;
    }

    private static bool States(string text, string fact) => FactReader.Bare(text).Contains(FactReader.Bare(fact), StringComparison.Ordinal);

    private double OnNode(string text, OutlineNode node) => Math.Max(
        Wordings.Similarity(text, $"{node.Heading}{node.MainPoint}{string.Concat(node.Points)}"),
        Wordings.Similarity(text, $"{node.Heading}{outline.Topic}"));

    private static IEnumerable<string> Repeated(string text, string earlier)
    {
        var before = Sentences.Of(earlier).Where(sentence => sentence.Length >= ShortestCompared).Select(Wordings.Pairs).ToList();
        foreach (var sentence in Sentences.Of(text).Where(sentence => sentence.Length >= ShortestCompared))
        {
            var pairs = Wordings.Pairs(sentence);
            if (before.Any(other => (double)pairs.Count(other.Contains) / Math.Max(1, pairs.Union(other, StringComparer.Ordinal).Count()) >= SameSentence))
                yield return sentence;
            before.Add(pairs);
        }
    }

    private static string Start(string text) => text.Length <= 24 ? text : $"{text[..24]}…";
}
