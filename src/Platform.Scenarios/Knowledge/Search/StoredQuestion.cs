namespace Platform.Scenarios.Knowledge.Search;

/// <summary>One wording of one entry.</summary>
/// <param name="Entry">Number of the entry in the base.</param>
/// <param name="Text">As written.</param>
/// <param name="Normalized">As compared.</param>
internal sealed record StoredQuestion(int Entry, string Text, string Normalized)
{
    /// <summary>Every wording of every entry, standard question first, a repeated wording of one entry once.</summary>
    public static List<StoredQuestion> Of(IReadOnlyList<SearchEntry> entries)
    {
        var questions = new List<StoredQuestion>();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        for (var entry = 0; entry < entries.Count; entry++)
        {
            seen.Clear();
            foreach (var text in entries[entry].Similar.Prepend(entries[entry].Question))
            {
                var normalized = QuestionText.Normalize(text);
                if (normalized.Length > 0 && seen.Add(normalized)) questions.Add(new StoredQuestion(entry, text, normalized));
            }
        }

        return questions;
    }
}
