using System.Globalization;
using Platform.Scenarios.Knowledge;
using Platform.Scenarios.Knowledge.Search;
using Platform.Scenarios.Turns;

namespace Platform.Scenarios.CustomerService;

/// <summary>Puts what was decided into a message. What is offered as a button stands in the details too, so that a press finds its entry.</summary>
internal static class Replies
{
    private const int LongestAbstract = 600;

    public static Reply Courtesy(string text) => new() { Text = text, Decision = Decisions.Courtesy };

    public static Reply Answer(string text, string sourceText, KnowledgeSource source, TurnDetails details) => new()
    {
        Text = Cited(text),
        Citations = [new Citation(1, source.Title, Shortened(sourceText), source.Url)],
        AsksFeedback = true,
        Decision = Decisions.Answered,
        Details = details.Write(),
    };

    public static Reply Quote(Wording wording, PassageCandidate passage, KnowledgeSource source, TurnDetails details) => new()
    {
        Text = $"{string.Format(CultureInfo.InvariantCulture, wording.FromDocument, source.Title)}\n\n{Cited(passage.BestSentence)}",
        Citations = [CitationOf(1, passage, source, passage.BestSentence)],
        AsksFeedback = true,
        Decision = Decisions.Answered,
        Details = details.Write(),
    };

    public static Reply Composed(Composition composition, IReadOnlyDictionary<string, KnowledgeSource> sources, TurnDetails details) => new()
    {
        Text = composition.Text,
        Citations = [.. composition.Cited.Select((passage, i) => CitationOf(i + 1, passage, sources[passage.Passage.Key], passage.Passage.Text))],
        AiGenerated = true,
        AsksFeedback = true,
        Decision = Decisions.Answered,
        Details = details.Write(),
    };

    /// <param name="offered">One to three entries, the best first.</param>
    public static Reply AskBack(string text, Wording wording, IReadOnlyList<OfferedEntry> offered, TurnDetails details) => new()
    {
        Text = text,
        Choices = [.. offered.Select(entry => new Choice(entry.Question, entry.Value)), wording.NoneChoice],
        Decision = Decisions.AskedBack,
        Details = (details with { Offered = offered }).Write(),
    };

    public static Reply Decline(string text, Wording wording, TurnDetails details) => new()
    {
        Text = text,
        Choices = [wording.Person],
        Decision = Decisions.Declined,
        Details = details.Write(),
    };

    /// <summary>A button says its question; where two questions read the same, their places tell them apart.</summary>
    public static IReadOnlyList<OfferedEntry> Offer(IEnumerable<SearchCandidate> candidates)
    {
        var offered = new List<OfferedEntry>();
        foreach (var candidate in candidates)
        {
            var isTaken = offered.Exists(other => IntentReader.Plain(other.Value) == IntentReader.Plain(candidate.Question));
            var said = isTaken ? string.Create(CultureInfo.InvariantCulture, $"{offered.Count + 1}. {candidate.Question}") : candidate.Question;
            offered.Add(new OfferedEntry(candidate.Key, candidate.Language, said, said));
        }

        return offered;
    }

    private static Citation CitationOf(int position, PassageCandidate passage, KnowledgeSource source, string words) =>
        new(position, string.IsNullOrEmpty(passage.Passage.Heading) ? source.Title : $"{source.Title} › {passage.Passage.Heading}", Shortened(words), source.Url);

    private static string Cited(string text) => $"{text.TrimEnd()} [1]";

    private static string Shortened(string text)
    {
        if (text.Length <= LongestAbstract)
            return text;
        var cut = char.IsHighSurrogate(text[LongestAbstract - 1]) ? LongestAbstract - 1 : LongestAbstract;
        return $"{text[..cut]}…";
    }
}
