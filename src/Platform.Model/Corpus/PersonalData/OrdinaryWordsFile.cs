namespace Platform.Model.Corpus.PersonalData;

/// <summary>Writes the list that <see cref="OrdinaryWords"/> is built with.</summary>
public static class OrdinaryWordsFile
{
    /// <param name="corpus">Files of a corpus that names nobody.</param>
    /// <returns>How many rows were written.</returns>
    public static int Write(IEnumerable<string> corpus, string path)
    {
        var rows = OrdinaryWords.Count(corpus.SelectMany(CorpusFile.Read).Select(document => document.AllText));
        File.WriteAllText(path, $"# platform corpus ordinary-words: rows of signs that look like names and occur in several documents without names\n{string.Join('\n', rows)}\n");
        return rows.Count;
    }
}
