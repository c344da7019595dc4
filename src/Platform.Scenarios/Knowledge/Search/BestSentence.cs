namespace Platform.Scenarios.Knowledge.Search;

/// <summary>The sentence of a text that answers a query best, judged by the n-grams they share.</summary>
public static class BestSentence
{
    private const string Ends = "。！？!?；;\n";
    private const string Closers = "”’」』）)\"'";

    private static readonly string[] Abbreviations =
        ["e.g", "i.e", "etc", "no", "mr", "mrs", "ms", "dr", "st", "vs", "approx", "art", "sec", "tel", "a.m", "p.m"];

    /// <returns>The best sentence, trimmed; the first one where none shares anything with the query; empty for an empty text.</returns>
    public static string Of(string text, string query)
    {
        var sentences = Split(text);
        if (sentences.Count <= 1) return sentences.Count == 0 ? "" : sentences[0];

        var vocabulary = QuestionVocabulary.Learn([.. sentences.Select(sentence => QuestionText.Normalize(sentence))]);
        var vectors = sentences.Select(sentence => vocabulary.Vectorize(QuestionText.Normalize(sentence))).ToArray();
        var cosines = new float[sentences.Count];
        new NeighbourIndex(vectors, vocabulary.Count).Score(vocabulary.Vectorize(QuestionText.Normalize(query)), cosines);
        return sentences[Array.IndexOf(cosines, cosines.Max())];
    }

    /// <summary>Cuts Chinese and English text into sentences; closing quotes stay with the sentence they close.</summary>
    public static IReadOnlyList<string> Split(string text)
    {
        var sentences = new List<string>();
        var start = 0;
        for (var i = 0; i < text.Length; i++)
        {
            if (!IsEnd(text, i)) continue;
            while (i + 1 < text.Length && (IsEnd(text, i + 1) || Closers.Contains(text[i + 1], StringComparison.Ordinal)) && text[i] != '\n') i++;
            Keep(i + 1);
        }

        Keep(text.Length);
        return sentences;

        void Keep(int end)
        {
            var sentence = text[start..end].Trim();
            if (sentence.Length > 0) sentences.Add(sentence);
            start = end;
        }
    }

    private static bool IsEnd(string text, int i) =>
        Ends.Contains(text[i], StringComparison.Ordinal) || (text[i] == '.' && EndsEnglishSentence(text, i));

    // A full stop ends a sentence before a blank, except within numbers and after abbreviations and initials.
    private static bool EndsEnglishSentence(string text, int i)
    {
        if (i + 1 < text.Length && !char.IsWhiteSpace(text[i + 1]) && !Closers.Contains(text[i + 1], StringComparison.Ordinal)) return false;

        var start = i;
        while (start > 0 && (char.IsLetter(text[start - 1]) || text[start - 1] == '.')) start--;
        var word = text[start..i];
        if (word.Length == 1 && char.IsUpper(word[0])) return false;
        return !Abbreviations.Contains(word, StringComparer.OrdinalIgnoreCase);
    }
}
