namespace Platform.Scenarios.Knowledge.Search;

/// <summary>One entry of the knowledge base as the search sees it: a standard question, other wordings of it, the answer.</summary>
/// <param name="Key">Names the entry; the same key may appear once in each language.</param>
/// <param name="Language">Language tag of question and answer, such as <c>zh</c> or <c>en</c>.</param>
/// <param name="Similar">Other wordings of the same question: what the classifier learns from.</param>
/// <param name="Audience">Who may see the entry; compared with <see cref="SearchScope.Audiences"/>.</param>
/// <param name="IsDeclined">It is recognised in order to decline it, and is never an answer.</param>
public sealed record SearchEntry(
    string Key, string Language, string Question, IReadOnlyList<string> Similar, string Answer, string Audience, bool IsDeclined = false);

/// <summary>A piece of a document that can be quoted.</summary>
public sealed record SearchPassage(string Key, string Document, string Heading, string Text, string Language);

/// <summary>What a search may look at. Null means no limit.</summary>
public sealed record SearchScope(string? Language = null, IReadOnlyCollection<string>? Audiences = null)
{
    public static SearchScope All { get; } = new();

    internal bool Admits(SearchEntry entry) =>
        AdmitsLanguage(entry.Language) && (Audiences is null || Audiences.Contains(entry.Audience, StringComparer.Ordinal));

    internal bool AdmitsLanguage(string language) =>
        Language is null || string.Equals(Language, language, StringComparison.OrdinalIgnoreCase);
}
