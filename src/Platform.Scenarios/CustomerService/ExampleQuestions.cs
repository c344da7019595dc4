using Platform.Data.Knowledge;
using Platform.Scenarios.Knowledge;

namespace Platform.Scenarios.CustomerService;

/// <summary>Questions to begin with: the first of each of the first topics that the public may ask about.</summary>
internal static class ExampleQuestions
{
    public static IReadOnlyList<OfferedEntry> Of(KnowledgeCatalog catalog, string language, int most) =>
    [
        .. catalog.Entries.Values
            .Where(entry => entry.Language == language && entry.Audience == Audiences.Public)
            .GroupBy(entry => entry.Topic ?? "", StringComparer.Ordinal)
            .Select(topic => topic.MinBy(entry => entry.Id)!)
            .OrderBy(entry => entry.Id) // whoever wrote the base put first what is asked most
            .Take(most)
            .Select(entry => new OfferedEntry(KnowledgeCatalog.KeyOf(entry.Id), language, entry.Question, entry.Question)),
    ];
}
