namespace Platform.Model.Corpus.PersonalData;

/// <summary>
/// What looks like a name and is none: rows of two and three signs, family name first, that occur in several dialogues of a corpus without
/// names. A row that could be a name and is not among them is taken for one, whatever stands around it.
/// </summary>
internal static class OrdinaryWords
{
    private const int LeastDocuments = 2;
    private static readonly HashSet<string> Known = Read();
    private static readonly HashSet<string>.AlternateLookup<ReadOnlySpan<char>> Find = Known.GetAlternateLookup<ReadOnlySpan<char>>();

    public static IEnumerable<PersonalDataSpan> Unusual(string text)
    {
        for (var at = 0; at + 1 < text.Length; at++)
            if (Length(text.AsSpan(at)) is > 0 and var length)
                yield return new(PersonalDataKind.Name, at, length);
    }

    /// <summary>Counts such rows in a corpus of which it is known that it names nobody.</summary>
    /// <returns>Those of several documents, in order.</returns>
    public static IReadOnlyList<string> Count(IEnumerable<string> texts)
    {
        var counts = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var text in texts)
        {
            var here = new HashSet<string>(StringComparer.Ordinal);
            for (var at = 0; at + 1 < text.Length; at++)
                foreach (var given in new[] { 1, 2 })
                    if (NameSigns.Family(text.AsSpan(at)) is > 0 and var family && at + family + given <= text.Length && NameSigns.IsGiven(text.AsSpan(at + family, given)))
                        here.Add(text.Substring(at, family + given));
            foreach (var row in here)
                counts[row] = counts.GetValueOrDefault(row) + 1;
        }

        return [.. counts.Where(count => count.Value >= LeastDocuments).Select(count => count.Key).Order(StringComparer.Ordinal)];
    }

    private static int Length(ReadOnlySpan<char> text)
    {
        var family = NameSigns.Family(text);
        if (family == 0 || text.Length <= family || !NameSigns.IsGiven(text.Slice(family, 1)) || Find.Contains(text[..(family + 1)]))
            return 0; // the first two signs are a word, or the end of one and the start of another
        var whole = text.Length > family + 1 && NameSigns.IsGiven(text.Slice(family + 1, 1)) ? family + 2 : family + 1;
        return Find.Contains(text[..whole]) ? family + 1 : whole;
    }

    private static HashSet<string> Read()
    {
        using var stream = typeof(OrdinaryWords).Assembly.GetManifestResourceStream("ordinary-words.txt");
        if (stream is null)
            return [];
        using var reader = new StreamReader(stream);
        return [.. reader.ReadToEnd().Split('\n').Where(line => line.Length > 0 && line[0] != '#')];
    }
}
