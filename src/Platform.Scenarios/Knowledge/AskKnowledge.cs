using MediatR;
using Microsoft.Extensions.Options;
using Platform.Data.Knowledge;
using Platform.Scenarios.Knowledge.Search;

namespace Platform.Scenarios.Knowledge;

/// <summary>Looks a question up in the knowledge base: what was found, and what is to be done with it. The bot and the test bench both ask this.</summary>
/// <param name="Question">Standing alone: nothing of the dialogue before it is known here.</param>
/// <param name="Language">Null takes the language that the question is written in.</param>
public sealed record AskKnowledge(string Question, string? Language, IReadOnlyCollection<string> Audiences) : IRequest<KnowledgeFindings>
{
    /// <summary>A question from a public channel.</summary>
    public static AskKnowledge Publicly(string question, string? language = null) => new(question, language, [Data.Knowledge.Audiences.Public]);
}

/// <param name="Language">The language that was searched; null for all of them.</param>
/// <param name="Sources">For each candidate and passage, by its key: what it is called and where it can be opened.</param>
/// <param name="Revision">The state of the base that was asked.</param>
public sealed record KnowledgeFindings(
    SearchResult Result, PolicyDecision Decision, string? Language, IReadOnlyDictionary<string, KnowledgeSource> Sources, long Revision);

/// <summary>An entry or a passage as it is cited.</summary>
/// <param name="Url">Relative to the platform's address; opens for everyone if the audience is public.</param>
public sealed record KnowledgeSource(Guid Id, string Title, string? Topic, string Audience, string Url)
{
    public static string UrlOf(Guid id) => $"/sources/{id}";
}

internal sealed class AskKnowledgeHandler(LiveKnowledge knowledge, IOptionsSnapshot<AnswerPolicyOptions> policy, IOptions<KnowledgeOptions> options)
    : IRequestHandler<AskKnowledge, KnowledgeFindings>
{
    public async Task<KnowledgeFindings> Handle(AskKnowledge query, CancellationToken cancellationToken)
    {
        var state = await knowledge.CurrentAsync(cancellationToken);
        var language = query.Language ?? KnowledgeLanguage.Of(query.Question);
        if (language is not null && !state.Indexes.ContainsKey(language))
            language = null;

        var result = state.Search(query.Question, language, query.Audiences, options.Value.Candidates);
        return new KnowledgeFindings(result, new AnswerPolicy(policy.Value).Decide(result), language, SourcesOf(result, state.Catalog), state.Catalog.Revision);
    }

    private static Dictionary<string, KnowledgeSource> SourcesOf(SearchResult result, KnowledgeCatalog catalog)
    {
        var sources = new Dictionary<string, KnowledgeSource>(StringComparer.Ordinal);
        foreach (var candidate in result.Candidates)
        {
            var entry = catalog.Entries[candidate.Key];
            sources[candidate.Key] = new KnowledgeSource(entry.Id, entry.Question, entry.Topic, entry.Audience, KnowledgeSource.UrlOf(entry.Id));
        }

        foreach (var found in result.Passages)
        {
            var passage = catalog.Passages[found.Passage.Key];
            sources[found.Passage.Key] = new KnowledgeSource(passage.Id, passage.Document, passage.Heading, passage.Audience, KnowledgeSource.UrlOf(passage.Id));
        }

        return sources;
    }
}
