namespace Platform.Scenarios.Knowledge.Import;

/// <summary>A document as text in order, whatever file it came from.</summary>
/// <param name="Title">Its first heading or declared title; null if it has none.</param>
internal sealed record DocumentText(string? Title, IReadOnlyList<TextBlock> Blocks);

/// <summary>A paragraph, a list item or a row of a table.</summary>
/// <param name="Headings">The headings above it, outermost first.</param>
/// <param name="Place">Number of the line or paragraph in the file, from 1.</param>
internal sealed record TextBlock(IReadOnlyList<string> Headings, string Text, int Place);

/// <summary>Collects blocks under their headings.</summary>
internal sealed class DocumentTextBuilder(string? declaredTitle = null)
{
    private readonly List<(int Level, string Text)> _headings = [];
    private readonly List<TextBlock> _blocks = [];
    private string? _title = declaredTitle;
    private IReadOnlyList<string> _path = [];

    public void Heading(int level, string text)
    {
        var cleaned = EntryContent.OneLine(text);
        if (cleaned.Length == 0)
            return;

        _title ??= cleaned;
        _headings.RemoveAll(h => h.Level >= level);
        _headings.Add((level, cleaned));
        _path = [.. _headings.Select(h => h.Text)];
    }

    public void Block(string text, int place)
    {
        var cleaned = EntryContent.Lines(text);
        if (cleaned.Length > 0)
            _blocks.Add(new TextBlock(_path, cleaned, place));
    }

    /// <summary>A row of a table as a sentence of its own: each cell with the name of its column.</summary>
    public void TableRow(IReadOnlyList<string> header, IReadOnlyList<string> cells, int place)
    {
        var named = cells.Select((cell, i) => (Name: i < header.Count ? EntryContent.OneLine(header[i]) : "", Text: EntryContent.OneLine(cell)))
            .Where(c => c.Text.Length > 0)
            .Select((c, i) => i == 0 || c.Name.Length == 0 ? c.Text : $"{c.Name}: {c.Text}")
            .ToList();
        if (named.Count > 0)
            Block(named.Count == 1 ? named[0] : $"{named[0]} — {string.Join("; ", named.Skip(1))}", place);
    }

    public DocumentText Build() => new(_title is { Length: > 300 } ? _title[..300] : _title, _blocks);
}
