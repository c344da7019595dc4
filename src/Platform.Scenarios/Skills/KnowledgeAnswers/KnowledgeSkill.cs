using MediatR;
using Platform.Scenarios.Knowledge;
using Platform.Scenarios.Knowledge.Search;

namespace Platform.Scenarios.Skills.KnowledgeAnswers;

/// <summary>Answers from the knowledge base in its own words, with the place that is quoted; says so where it does not know.</summary>
public sealed class KnowledgeSkill(IMediator mediator) : ISkill
{
    private const string Engine = "knowledge search";
    private const int Longest = 500;
    private const int MostQuotes = 3;

    public string Name => "knowledge";

    public async Task<SkillOutcome> RunAsync(SkillRequest request, CancellationToken cancellationToken)
    {
        if (request.UnknownArgument("language") is { } unknown)
            return unknown;
        if (request.Text.Trim() is not { Length: > 0 and <= Longest } question)
            return SkillOutcome.Cannot(request, $"请给出 1 到 {Longest} 字的问题。", $"Give a question of 1 to {Longest} characters.");
        if (request.Argument("language") is { } given and not (KnowledgeLanguage.Chinese or KnowledgeLanguage.English))
            return SkillOutcome.Cannot(request, $"language 为“{given}”，应为 zh 或 en。", $"language is '{given}'; zh and en are known.");

        var found = await mediator.Send(AskKnowledge.Publicly(question, request.Argument("language")), cancellationToken);
        return found.Decision switch
        {
            PolicyDecision.Answer answer => Done(answer.Candidate.Answer, [Evidence(found, answer.Candidate.Key, answer.Candidate.Answer)], answer.Figures.Score),
            PolicyDecision.Quote quote => Quoted(found, quote),
            PolicyDecision.AskBack back => SkillOutcome.Cannot(
                request, $"不能确定问的是哪一条：{string.Join("；", back.Choices.Select(choice => choice.Question))}。请把问题说得更具体。",
                $"It is not clear which is meant: {string.Join("; ", back.Choices.Select(choice => choice.Question))}. Ask more closely."),
            _ => SkillOutcome.Cannot(request, "知识库中没有找到答案。", "The knowledge base has no answer to this."),
        };
    }

    private static SkillOutcome.Done Quoted(KnowledgeFindings found, PolicyDecision.Quote quote)
    {
        var evidence = quote.Passages.Take(MostQuotes).Select(passage => Evidence(found, passage.Passage.Key, passage.BestSentence)).ToList();
        return Done(string.Join('\n', evidence.Select((each, at) => $"{each.Quote} [{at + 1}]")), evidence, quote.Passages[0].Score);
    }

    private static SkillOutcome.Done Done(string text, IReadOnlyList<QuotedEvidence> evidence, double score) => new(text, Engine, null, new KnowledgeAnswerDetails(evidence, Math.Round(score, 3)));

    private static QuotedEvidence Evidence(KnowledgeFindings found, string key, string quote) =>
        found.Sources.GetValueOrDefault(key) is { } source ? new QuotedEvidence(source.Title, source.Topic, quote, source.Url) : new QuotedEvidence(key, null, quote, null);
}

/// <param name="Score">Of the best find, 0 to 1.</param>
public sealed record KnowledgeAnswerDetails(IReadOnlyList<QuotedEvidence> Evidence, double Score);

/// <param name="Source">Title of the entry or document.</param>
/// <param name="Place">Topic or heading.</param>
/// <param name="Quote">Its own words.</param>
/// <param name="Url">Where it opens, relative to the platform's address.</param>
public sealed record QuotedEvidence(string Source, string? Place, string Quote, string? Url);
