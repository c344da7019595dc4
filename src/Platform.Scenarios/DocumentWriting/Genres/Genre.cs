using System.Text.RegularExpressions;
using Platform.Scenarios.Simulation.Content;

namespace Platform.Scenarios.DocumentWriting.Genres;

/// <summary>A kind of document as its file in <c>Content/genres</c> describes it: what must stand in it, what may not, and the formulas that open and close it.</summary>
public sealed record Genre : IAuthored
{
    public required string Id { get; init; }

    /// <summary>Place in lists: what is written most comes first.</summary>
    public required int Order { get; init; }

    /// <summary>As people call it, for example 请示.</summary>
    public required string Name { get; init; }

    public required string English { get; init; }

    /// <summary>Pattern of the title, with slots such as <c>{issuer}</c>.</summary>
    public required string Title { get; init; }

    /// <summary>How it speaks; told to a model, shown to people.</summary>
    public required string Tone { get; init; }

    /// <summary>Key in <c>voices.json</c>: how an engine's own sentences speak.</summary>
    public required string Voice { get; init; }

    /// <summary>Whether a line with the addressee stands above the text. A speech has one as its form of address.</summary>
    public required bool Addressed { get; init; }

    /// <summary>Of its red head, unless the general format is asked for.</summary>
    public OfficialFormat SpecialFormat { get; init; }

    public required IReadOnlyList<string> Mandatory { get; init; }

    public required IReadOnlyList<string> Optional { get; init; }

    /// <summary>Formulas for the first paragraph; only those whose slots all have a value are used, those that use most first.</summary>
    public required IReadOnlyList<string> Opening { get; init; }

    public required IReadOnlyList<string> Closing { get; init; }

    /// <summary>Sections offered when the wanted length needs more than what was given: the user sees and can delete them.</summary>
    public required IReadOnlyList<TailSection> Tail { get; init; }

    public required IReadOnlyList<Forbidden> Forbidden { get; init; }

    /// <summary>Of a document with a red head.</summary>
    /// <param name="asked">Null for what the genre has by itself.</param>
    public OfficialFormat FormatOf(OfficialFormat? asked) => asked == OfficialFormat.General ? OfficialFormat.General : SpecialFormat;

    public IEnumerable<ContentProblem> Problems()
    {
        foreach (var slot in Mandatory.Concat(Optional).Where(slot => !Slots.Known.Contains(slot)))
            yield return new ContentProblem($"$.mandatory 或 $.optional 写了 slots.json 里没有的项“{slot}”。", $"$.mandatory or $.optional names the slot '{slot}', which slots.json does not have.");
        foreach (var formula in Opening.Concat(Closing).Append(Title))
            foreach (var slot in Slots.Blanks(formula).Where(slot => !Mandatory.Contains(slot, StringComparer.Ordinal) && !Optional.Contains(slot, StringComparer.Ordinal)))
                yield return new ContentProblem($"套语“{formula}”用了“{slot}”，它既不是必填项也不是选填项。", $"The formula '{formula}' uses the slot '{slot}', which is neither mandatory nor optional.");
        if (Opening.Count == 0 || Closing.Count == 0)
            yield return new ContentProblem("$.opening 和 $.closing 各要一条套语。", "$.opening and $.closing need a formula each.");
        if (!Opening.Any(formula => Slots.Blanks(formula).All(slot => Mandatory.Contains(slot, StringComparer.Ordinal))))
            yield return new ContentProblem("$.opening 至少要有一条只用必填项的套语。", "$.opening needs one formula that uses mandatory slots only.");
    }
}

/// <summary>What this kind of document may not say.</summary>
/// <param name="Pattern">Regular expression over a paragraph.</param>
public sealed record Forbidden(string Pattern, string Why, string WhyEnglish)
{
    public bool Found(string text) => Regex.IsMatch(text, Pattern, RegexOptions.CultureInvariant, TimeSpan.FromMilliseconds(200));
}

/// <summary>Something a document needs to know.</summary>
/// <param name="Ask">The question that the bot asks when it is missing.</param>
public sealed record Slot(string Id, string Name, string English, string Ask, string AskEnglish);

/// <param name="Points">With slots such as <c>{matter}</c>.</param>
public sealed record TailSection(string Heading, IReadOnlyList<string> Points);
