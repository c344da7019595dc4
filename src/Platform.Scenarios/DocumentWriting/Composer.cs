using System.Text;
using System.Text.RegularExpressions;
using Platform.Scenarios.DocumentWriting.Checks;
using Platform.Scenarios.DocumentWriting.Facts;
using Platform.Scenarios.DocumentWriting.Genres;
using Platform.Scenarios.Simulation.Characters;

namespace Platform.Scenarios.DocumentWriting;

/// <summary>Builds a complete document of slots, items and formulas; no model is needed, and nothing is stated that was not given.</summary>
/// <remarks>
/// Beyond what was given it uses the material's own sentences about a node's numbers, where they pass every check, and the genre's
/// voice: general sentences about a heading, as many as the wanted length needs. Those hold no number, name, date or quote; none is said
/// twice, and a part of one stands in a second only when every other part is used up.
/// </remarks>
public sealed partial class Composer
{
    /// <summary>Every so many general sentences the heading is named again, so that a long paragraph stays on it.</summary>
    private const int SentencesOfHeading = 4;

    /// <summary>Half a general sentence: with less to go, the text is nearer to its length without one more.</summary>
    private const int LeastMissing = 18;

    private static readonly string[] Brackets = ["“”", "（）", "《》", "〔〕"];

    private readonly Brief _brief;
    private readonly GenreCatalog _catalog;
    private readonly Genre _genre;
    private readonly Outline _outline;
    private readonly FactTable? _facts;
    private readonly StringBuilder _said;
    private readonly Dice _dice;
    private readonly VoiceSentences _general;

    private Composer(Brief brief, Outline outline, GenreCatalog catalog)
    {
        (_brief, _outline, _catalog, _genre) = (brief, outline, catalog, catalog[brief.Genre]);
        _facts = outline.Nodes.Any(node => node.Facts.Count > 0) ? FactTable.Of(brief) : null;
        _said = new StringBuilder(string.Join('\n', outline.Nodes.SelectMany(node => node.Points.Prepend(node.Heading))));
        _dice = new Dice(brief.Seed, 0, _genre.Id);
        _general = new VoiceSentences(catalog.Voices[_genre.Voice], catalog.General, _dice);
    }

    public static WrittenDocument Compose(Brief brief, Outline outline, GenreCatalog catalog)
    {
        var composer = new Composer(brief, outline, catalog);
        return Frame(brief, catalog) with { Paragraphs = composer.Paragraphs() };
    }

    /// <summary>Everything around the text.</summary>
    public static WrittenDocument Frame(Brief brief, GenreCatalog catalog)
    {
        var genre = catalog[brief.Genre];
        return new WrittenDocument
        {
            Genre = genre.Id,
            Title = Title(genre, brief),
            Issuer = brief.Value(Slots.Issuer),
            DocumentNumber = genre.Optional.Contains(Slots.DocumentNumber, StringComparer.Ordinal) ? brief.Value(Slots.DocumentNumber) : "",
            Signer = genre.Optional.Contains(Slots.Signer, StringComparer.Ordinal) ? brief.Value(Slots.Signer) : "",
            RedHead = brief.RedHead && brief.Has(Slots.Issuer),
            Format = genre.FormatOf(brief.PageFormat),
            Addressee = genre.Addressed || genre.Voice == "speech" ? $"{brief.Value(Slots.Addressee)}：" : "",
            Paragraphs = [],
            Attachments = brief.Attachments,
            Attendance = [.. Slots.Attendance.Where(list => genre.Optional.Contains(list.Slot, StringComparer.Ordinal) && brief.Has(list.Slot)).Select(list => new AttendanceList(list.Word, brief.Value(list.Slot)))],
            Signature = brief.Has(Slots.Author) && genre.Mandatory.Contains(Slots.Author, StringComparer.Ordinal) ? brief.Value(Slots.Author) : brief.Value(Slots.Issuer),
            Date = brief.Value(Slots.Date),
            Contact = genre.Optional.Contains(Slots.Contact, StringComparer.Ordinal) ? brief.Value(Slots.Contact) : "",
        };
    }

    /// <summary>A heading's number: 一、 （一） 1. （1）.</summary>
    /// <param name="number">From 1 on.</param>
    public static string Number(int level, int number) => level switch
    {
        1 => $"{ChineseNumerals.Of(number)}、",
        2 => $"（{ChineseNumerals.Of(number)}）",
        3 => $"{number}.",
        _ => $"（{number}）",
    };

    private static string Title(Genre genre, Brief brief)
    {
        var title = Slots.Fill(genre.Title, brief.Values);
        return title.Replace("工作工作", "工作", StringComparison.Ordinal);
    }

    private List<WrittenParagraph> Paragraphs()
    {
        var paragraphs = new List<WrittenParagraph>();
        var numbered = _outline.Nodes.Count(node => node.HasHeading) > 1;
        var number = 0;
        foreach (var node in _outline.Nodes)
        {
            if (node.HasHeading)
                paragraphs.Add(WrittenParagraph.Own(node.Id, 1, numbered ? Number(1, ++number) + node.Heading : node.Heading));
            paragraphs.AddRange(Node(node));
        }

        return paragraphs;
    }

    private IEnumerable<WrittenParagraph> Node(OutlineNode node) => node.Kind switch
    {
        NodeKind.Opening => [WrittenParagraph.Own(node.Id, 0, Formula(_genre.Opening))],
        NodeKind.Closing => [WrittenParagraph.Own(node.Id, 0, Formula(_genre.Closing))],
        _ when node.Points.Count > 1 && node.Points.All(point => Split(point) is not null) => Parts(node),
        _ => Texts(node),
    };

    /// <summary>Points that have a heading of their own become the second level.</summary>
    private IEnumerable<WrittenParagraph> Parts(OutlineNode node)
    {
        var (length, stated) = (node.Length / node.Points.Count, Stated(node, node.Points));
        for (var i = 0; i < node.Points.Count; i++)
        {
            var (heading, text) = Split(node.Points[i])!.Value;
            yield return WrittenParagraph.Own(node.Id, 2, Number(2, i + 1) + heading);
            yield return WrittenParagraph.Own(node.Id, 0, Developed(text, heading, length - heading.Length, stated[i]));
        }
    }

    private IEnumerable<WrittenParagraph> Texts(OutlineNode node)
    {
        var heading = node.Heading.Length > 0 ? node.Heading : _outline.Topic;
        var points = node.Points.Count > 0 ? node.Points : [node.MainPoint];
        var length = Math.Max(0, node.Length - node.Heading.Length - 3);
        var stated = Stated(node, points);
        var given = points.Sum(point => point.Length + 1);
        if (points.Count > 1 && length < given + points.Count * 60)
        {
            yield return WrittenParagraph.Own(node.Id, 0, Developed(string.Join('；', points), heading, length, stated.SelectMany(point => point)));
            yield break;
        }

        for (var i = 0; i < points.Count; i++) // what a paragraph falls short of goes to the next one
        {
            var text = Developed(points[i], heading, length / (points.Count - i), stated[i]);
            length -= text.Length;
            yield return WrittenParagraph.Own(node.Id, 0, text);
        }
    }

    /// <summary>The material's sentences about a node's numbers, by the place of the point each is nearest to.</summary>
    private ILookup<int, string> Stated(OutlineNode node, IReadOnlyList<string> points)
    {
        var stated = new List<(int Point, string Sentence)>();
        foreach (var context in _facts is null || node.Facts.Count == 0 ? [] : _facts.ContextsOf(node.Facts, FactKind.Number))
        {
            var sentence = Label().Replace(FactReader.HalfWidth(context).TrimStart('-', '*', '•', '·', ' ', '　'), "");
            if (!CanStand(sentence) || !new DriftMeter(_brief, _catalog, _outline, _facts!).Measure(sentence, node, _said.ToString()).Passes)
                continue;
            _said.Append('\n').Append(sentence);
            stated.Add((Enumerable.Range(0, points.Count).MaxBy(point => Wordings.Similarity(sentence, points[point])), sentence));
        }

        return stated.ToLookup(each => each.Point, each => each.Sentence);
    }

    /// <summary>Whether a sentence of the material can stand in a document as it is: whole, told of nobody present, no question, and with signs that the layout allows.</summary>
    private static bool CanStand(string sentence) => Plain().IsMatch(sentence)
        && Array.TrueForAll(Brackets, pair => sentence.Count(sign => sign == pair[0]) == sentence.Count(sign => sign == pair[1]))
        && FactReader.Read(sentence, "").All(fact => fact.Kind != FactKind.DocumentNumber || Brief.IsDocumentNumber(fact.Text));

    /// <summary>The given words, the material's sentences that have room, then sentences of the genre's voice up to a length.</summary>
    private string Developed(string given, string heading, int length, IEnumerable<string> stated)
    {
        var text = new StringBuilder(given.TrimEnd('。')).Append('。');
        foreach (var sentence in stated.Where(sentence => text.Length + sentence.Length < length))
            text.Append(sentence).Append('。');
        for (var at = 0; length - text.Length > LeastMissing && _general.Next(heading, isNamed: at % SentencesOfHeading == 0) is { } sentence; at++)
            text.Append(sentence);
        return text.ToString();
    }

    /// <summary>A formula whose slots are all known; of those, one of the richest.</summary>
    private string Formula(IReadOnlyList<string> formulas)
    {
        var usable = formulas.Where(formula => Slots.Blanks(formula).All(_brief.Has)).ToList();
        var most = usable.Max(formula => Slots.Blanks(formula).Distinct(StringComparer.Ordinal).Count());
        return Slots.Fill(_dice.Pick([.. usable.Where(formula => Slots.Blanks(formula).Distinct(StringComparer.Ordinal).Count() == most)]), _brief.Values);
    }

    private static (string Heading, string Text)? Split(string point) =>
        point.IndexOf('：', StringComparison.Ordinal) is > 1 and <= 20 and var colon && colon < point.Length - 4 ? (point[..colon], point[(colon + 1)..]) : null;

    private const RegexOptions Form = RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant;

    [GeneratedRegex(@"^([（(]([一二三四五六七八九十]{1,3}|[0-9]{1,2})[）)]|[0-9]{1,2}[.．、](?![0-9])|[一二三四五六七八九十]{1,3}、(?![一二三四五六七八九十]))\s*", Form, 200)]
    private static partial Regex Label();

    [GeneratedRegex(@"^(?!.*(\.\.|什么|怎|吗|呢|哪|是否|多少|[我你您他她]))[\p{L}\p{Nd}，、：“”《》（）〔〕—％%.]{12,90}$", Form, 200)]
    private static partial Regex Plain();
}
