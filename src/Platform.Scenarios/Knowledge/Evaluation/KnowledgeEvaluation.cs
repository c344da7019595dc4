using System.Diagnostics;
using Platform.Scenarios.Knowledge.Search;

namespace Platform.Scenarios.Knowledge.Evaluation;

/// <summary>Measures how well the search matches questions to entries, and how well it knows what it does not know.</summary>
/// <param name="options">The limits answers are counted at.</param>
public sealed class KnowledgeEvaluation(AnswerPolicyOptions options, IQuestionEncoder? encoder = null)
{
    private const int Seeds = 3;
    private const int Take = 3;

    /// <param name="similarCounts">How many similar questions each entry keeps, a row for each; null for all of them.</param>
    public KnowledgeEvaluationReport Run(
        IReadOnlyList<EvaluationSet> sets, IReadOnlyList<int?> similarCounts, CancellationToken cancellationToken) =>
        new([.. sets.SelectMany(set => similarCounts.Select(similar => Measure(set, similar, cancellationToken)))], options.High, options.Low);

    private KnowledgeEvaluationRow Measure(EvaluationSet set, int? similar, CancellationToken cancellationToken)
    {
        var variants = similar is { } count ? Enumerable.Range(1, Seeds).Select(seed => set.WithSimilar(count, seed)) : [set];
        var asked = new List<Asked>();
        var trainSeconds = new List<double>();
        foreach (var variant in variants)
        {
            var started = Stopwatch.GetTimestamp();
            using var index = new KnowledgeIndexBuilder(encoder).Build(variant.Entries, [], cancellationToken);
            trainSeconds.Add(Stopwatch.GetElapsedTime(started).TotalSeconds);
            asked.AddRange(variant.Questions.Select(question => Ask(index, question.Text, question.Key, question.Language)));
            asked.AddRange(variant.OutOfScope.Select(question => Ask(index, question.Text, null, question.Language)));
            cancellationToken.ThrowIfCancellationRequested();
        }

        var known = asked.Where(one => one.Key is not null).ToList();
        var unknown = asked.Where(one => one.Key is null).ToList();
        var answered = known.Where(one => one.Decision is PolicyDecision.Answer).ToList();
        return new KnowledgeEvaluationRow(
            set.Name, similar, set.Entries.Count,
            BootstrapInterval.Of([.. known.Select(one => one.FirstRight ? 1.0 : 0)]),
            Share(known, one => one.AmongFirstRight),
            Share(known, one => one.LexicalRight),
            Share(known, one => one.Decision is PolicyDecision.Answer),
            Share(known, one => one.Decision is PolicyDecision.Answer && one.FirstRight),
            Share(answered, one => !one.FirstRight),
            Share(unknown, one => one.Decision is not PolicyDecision.Answer),
            Share(unknown, one => one.Decision is PolicyDecision.Decline),
            unknown.Count == 0 ? double.NaN : RankingQuality.Auroc([.. known.Select(one => one.Score)], [.. unknown.Select(one => one.Score)]),
            trainSeconds.Average(), asked.Average(one => one.Milliseconds));
    }

    private Asked Ask(KnowledgeIndex index, string text, string? key, string? language)
    {
        var scope = new SearchScope(language);
        var started = Stopwatch.GetTimestamp();
        var result = index.Search(text, scope, Take);
        var elapsed = Stopwatch.GetElapsedTime(started).TotalMilliseconds;
        var decision = new AnswerPolicy(options).Decide(result);
        var plain = index.BestLexical(text, scope);
        return new Asked(
            key, decision, result.Candidates.Count > 0 ? result.Candidates[0].Score : 0,
            result.Candidates.Count > 0 && IsRight(result.Candidates[0].Key),
            result.Candidates.Any(candidate => IsRight(candidate.Key)),
            plain is not null && IsRight(plain), elapsed);

        bool IsRight(string found) => string.Equals(found, key, StringComparison.Ordinal);
    }

    private static double Share(List<Asked> asked, Func<Asked, bool> counts) =>
        asked.Count == 0 ? double.NaN : asked.Count(counts) / (double)asked.Count;

    private sealed record Asked(
        string? Key, PolicyDecision Decision, double Score, bool FirstRight, bool AmongFirstRight, bool LexicalRight, double Milliseconds);
}
