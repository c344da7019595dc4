using System.Globalization;
using System.Text;

namespace Platform.Model.Corpus.PersonalData;

/// <summary>
/// Puts marks such as <c>[PHONE]</c> in place of what could tell who somebody is. One mask serves one text or one dialogue: a name
/// gets one number, <c>[NAME1]</c>, wherever it stands in it.
/// </summary>
public sealed class PersonalDataMask
{
    private readonly Dictionary<string, int> _names = new(StringComparer.Ordinal);
    private readonly Dictionary<PersonalDataKind, int> _counts = [];

    /// <summary>How many places of each kind were masked so far.</summary>
    public IReadOnlyDictionary<PersonalDataKind, int> Counts => _counts;

    /// <summary>What is personal in a text: in order, not overlapping.</summary>
    public static IReadOnlyList<PersonalDataSpan> Find(string text)
    {
        var numbers = PersonalNumbers.Find(text).ToList();
        var kept = new List<PersonalDataSpan>();
        foreach (var span in numbers.Concat(PersonNames.Find(text, numbers)))
            if (!kept.Exists(other => span.Start < other.End && other.Start < span.End))
                kept.Add(span); // the more certain forms come first
        kept.Sort((one, other) => one.Start.CompareTo(other.Start));
        return kept;
    }

    /// <summary>The texts of one dialogue, masked with each name known in all of them.</summary>
    public IReadOnlyList<string> MaskAll(IReadOnlyList<string> texts)
    {
        var spans = texts.Select(Find).ToList();
        for (var at = 0; at < texts.Count; at++)
            Learn(texts[at], spans[at]);
        return [.. texts.Select((text, at) => Mask(text, spans[at]))];
    }

    /// <summary>Learns the names of a text, so that <see cref="Mask(string)"/> also finds them in other texts of the dialogue, where nothing around them says that they are names.</summary>
    public void Learn(string text) => Learn(text, Find(text));

    public string Mask(string text)
    {
        var spans = Find(text);
        Learn(text, spans);
        return Mask(text, spans);
    }

    private void Learn(string text, IReadOnlyList<PersonalDataSpan> spans)
    {
        foreach (var span in spans.Where(span => span.Kind == PersonalDataKind.Name))
            _names.TryAdd(text.Substring(span.Start, span.Length), _names.Count + 1);
    }

    private string Mask(string text, IReadOnlyList<PersonalDataSpan> found)
    {
        var spans = found.Concat(Repeated(text)).OrderBy(span => span.Start).ToList();
        if (spans.Count == 0)
            return text;
        var masked = new StringBuilder(text.Length);
        var open = 0;
        foreach (var span in spans.Where(span => span.Start >= open))
        {
            masked.Append(text, open, span.Start - open).Append(MarkOf(span, text));
            open = span.End;
            _counts[span.Kind] = _counts.GetValueOrDefault(span.Kind) + 1;
        }

        return masked.Append(text, open, text.Length - open).ToString();
    }

    private IEnumerable<PersonalDataSpan> Repeated(string text)
    {
        foreach (var name in _names.Keys)
            for (var at = text.IndexOf(name, StringComparison.Ordinal); at >= 0; at = text.IndexOf(name, at + name.Length, StringComparison.Ordinal))
                yield return new(PersonalDataKind.Name, at, name.Length);
    }

    private string MarkOf(PersonalDataSpan span, string text) => span.Kind == PersonalDataKind.Name && _names.TryGetValue(text.Substring(span.Start, span.Length), out var number)
        ? string.Create(CultureInfo.InvariantCulture, $"[NAME{number}]")
        : $"[{span.Kind.ToString().ToUpperInvariant()}]";
}
