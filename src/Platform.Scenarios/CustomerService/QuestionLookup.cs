using MediatR;
using Platform.Data.Knowledge;
using Platform.Scenarios.Knowledge;
using Platform.Scenarios.Knowledge.Search;

namespace Platform.Scenarios.CustomerService;

/// <summary>Makes a question standalone from the dialogue and looks it up.</summary>
internal sealed class QuestionLookup(IMediator mediator, LiveKnowledge knowledge, QuestionRewrite rewrite)
{
    /// <summary>Another entry takes a follow-up away from the answered one only if it names something and fits better by this much: "and what does it cost?" is about what was answered.</summary>
    private const double ClearlyBetter = 0.1;

    public async Task<LookedUp> FindAsync(string question, string language, AnsweredTopic? topic, CancellationToken cancellationToken)
    {
        var plain = await AskAsync(question, "plain", language, cancellationToken);
        var leaning = FollowUp.LeaningOf(question, language);
        if (topic is null || topic.Language != language || leaning == Leaning.None || Best(plain) is { Exact: true })
            return plain;
        if (leaning == Leaning.Whole)
            plain = plain with { Decision = Doubted(plain.Decision) };

        var joined = await AskAsync(FollowUp.Combine(topic, question, language), "combined", language, cancellationToken);
        var entry = topic.Entry is null ? null : await EntryAsync(topic.Entry, cancellationToken);
        var found = Choose(question, language, plain, joined, entry);
        if (found is { Decision: PolicyDecision.Answer or PolicyDecision.Quote } or { Within: not null })
            return found;

        if (await rewrite.RewriteAsync(topic, question, language, cancellationToken) is not { } rewritten)
            return found;
        var again = await AskAsync(rewritten, "rewritten", language, cancellationToken);
        return Score(again) > Score(found) ? again : found;
    }

    /// <summary>What a question that says nothing alone fits by itself, it fits by chance.</summary>
    private static PolicyDecision Doubted(PolicyDecision decision) => decision switch
    {
        PolicyDecision.Answer answer => new PolicyDecision.AskBack([answer.Candidate], AnswerReasons.SaysTooLittle, answer.Figures),
        PolicyDecision.Quote quote => new PolicyDecision.Decline(AnswerReasons.SaysTooLittle, quote.Figures),
        _ => decision,
    };

    /// <summary>An entry that the public may see, as it stands now; null when there is none.</summary>
    public async Task<KnowledgeEntry?> EntryAsync(string key, CancellationToken cancellationToken) =>
        (await knowledge.CurrentAsync(cancellationToken)).Catalog.Entries.TryGetValue(key, out var entry) && entry.Audience == Audiences.Public ? entry : null;

    private static LookedUp Choose(string question, string language, LookedUp plain, LookedUp joined, KnowledgeEntry? entry)
    {
        var winner = Best(joined);
        if (joined.Decision is PolicyDecision.Quote { Passages: [var passage, ..] } && FollowUp.Explains(question, language, passage.Passage.Text))
            return WithinAnswer(joined) ?? joined;

        var isExplained = winner is not null && FollowUp.Explains(question, language, $"{winner.Question}\n{winner.MatchedQuestion}\n{winner.Answer}");
        if (!isExplained || Score(plain) >= Score(joined))
            return WithinAnswer(plain) ?? plain;

        return WithinAnswer(joined) ?? joined;

        // What was answered just now may have said it already: then its own words are the answer.
        LookedUp? WithinAnswer(LookedUp found)
        {
            if (entry is null || FollowUp.Within(entry.Answer, question) is not { } sentences)
                return null;
            var key = KnowledgeCatalog.KeyOf(entry.Id);
            var best = Best(found);
            var own = joined.Findings.Result.Candidates.FirstOrDefault(candidate => candidate.Key == key)?.Score ?? 0;
            var isTaken = FollowUp.NamesSomething(question, language) && found.Decision is PolicyDecision.Answer && best!.Key != key && best.Score >= own + ClearlyBetter;
            if (isTaken || !FollowUp.Explains(question, language, $"{entry.Question}\n{entry.Answer}"))
                return null;
            return joined with { Within = new WithinEntry(entry, sentences) };
        }
    }

    private async Task<LookedUp> AskAsync(string query, string by, string language, CancellationToken cancellationToken)
    {
        var findings = await mediator.Send(AskKnowledge.Publicly(query, language), cancellationToken);
        return new LookedUp(query, by, findings, findings.Decision, Within: null);
    }

    private static SearchCandidate? Best(LookedUp found) => found.Findings.Result.Candidates is [var best, ..] ? best : null;

    private static double Score(LookedUp found) => Best(found)?.Score ?? 0;
}

/// <summary>What a question led to.</summary>
/// <param name="By">How the query was made, see <see cref="TurnDetails.QueryBy"/>.</param>
/// <param name="Within">Set when the question is about the entry that was answered before.</param>
internal sealed record LookedUp(string Query, string By, KnowledgeFindings Findings, PolicyDecision Decision, WithinEntry? Within);

/// <param name="Sentences">What the entry says to the follow-up; empty when it does not say it.</param>
internal sealed record WithinEntry(KnowledgeEntry Entry, IReadOnlyList<string> Sentences);
