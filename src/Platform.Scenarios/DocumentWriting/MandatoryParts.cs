using Platform.Scenarios.DocumentWriting.Checks;
using Platform.Scenarios.DocumentWriting.Genres;

namespace Platform.Scenarios.DocumentWriting;

/// <summary>Whether a document has every part that its genre and its brief demand. A point is there when one section says as much of it as the drift meter asks for.</summary>
public static class MandatoryParts
{
    /// <returns>Names of parts that are not there; empty when it is complete.</returns>
    public static IReadOnlyList<string> Missing(WrittenDocument document, Brief brief, GenreCatalog catalog)
    {
        var genre = catalog[brief.Genre];
        var text = string.Join('\n', document.Paragraphs.Select(paragraph => paragraph.Text));
        var sections = document.Paragraphs.GroupBy(paragraph => paragraph.Node, StringComparer.Ordinal).Select(section => Wordings.Pairs(string.Join('\n', section.Select(paragraph => paragraph.Text)))).ToList();
        var missing = new List<string>();
        foreach (var slot in genre.Mandatory.Where(slot => slot != Slots.Items && !Everything(document, text).Contains(brief.Value(slot), StringComparison.Ordinal)))
            missing.Add(slot);
        if (!document.Title.Contains(genre.Id == "speech" ? brief.Value("occasion") : brief.Value(Slots.Matter), StringComparison.Ordinal))
            missing.Add("title");
        if (document.Paragraphs.Count == 0 || !genre.Closing.Select(closing => Slots.Fill(closing, brief.Values)).Contains(document.Paragraphs[^1].Text, StringComparer.Ordinal))
            missing.Add("closing");
        foreach (var item in brief.Items)
        {
            if (item.Heading.Length > 0 && brief.Items.Count > 1 && !document.Paragraphs.Any(paragraph => paragraph.Level == 1 && paragraph.Text.EndsWith(item.Heading, StringComparison.Ordinal)))
                missing.Add($"heading {item.Heading}");
            missing.AddRange(item.Points.Where(point => sections.TrueForAll(section => Wordings.Coverage(point, section) < DriftMeter.LeastCoverage)).Select(point => $"point {point}"));
        }

        return missing;
    }

    private static string Everything(WrittenDocument document, string text) =>
        string.Join('\n', document.Title, document.Addressee, text, document.Signature, document.Date, document.Issuer);
}
