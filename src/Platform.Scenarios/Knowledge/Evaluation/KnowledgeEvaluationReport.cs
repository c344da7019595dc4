using System.Globalization;
using System.Text;

namespace Platform.Scenarios.Knowledge.Evaluation;

/// <summary>What an evaluation measured, a row for each set and number of similar questions. Shares are in [0,1]; NaN where nothing was asked.</summary>
public sealed record KnowledgeEvaluationReport(IReadOnlyList<KnowledgeEvaluationRow> Rows, double High, double Low)
{
    public string ToMarkdown()
    {
        var text = new StringBuilder();
        text.AppendLine(CultureInfo.InvariantCulture, $"Answered from a score of {High:0.00} on, declined below {Low:0.00}. Shares in per cent, intervals at 95 %.").AppendLine();
        text.AppendLine("| set | N | K | match@1 | match@3 | BM25 match@1 | answered | answered right | wrong among answered | out of scope: not answered | declined | AUROC | train s | ms/query |");
        text.AppendLine("|---|---|---|---|---|---|---|---|---|---|---|---|---|---|");
        foreach (var row in Rows)
        {
            text.AppendLine(CultureInfo.InvariantCulture,
                $"| {row.Set} | {row.Entries} | {row.Similar?.ToString(CultureInfo.InvariantCulture) ?? "all"} | {Percent(row.Match.Mean)} ({Percent(row.Match.Low)}-{Percent(row.Match.High)}) | {Percent(row.MatchAmongThree)} | {Percent(row.LexicalMatch)} | {Percent(row.Answered)} | {Percent(row.AnsweredRight)} | {Percent(row.WrongAmongAnswered)} | {Percent(row.OutOfScopeNotAnswered)} | {Percent(row.OutOfScopeDeclined)} | {Figure(row.Auroc)} | {row.TrainSeconds:0.0} | {row.MillisecondsPerQuery:0.00} |");
        }

        return text.ToString();
    }

    private static string Percent(double share) => double.IsNaN(share) ? "–" : (100 * share).ToString("0.0", CultureInfo.InvariantCulture);

    private static string Figure(double value) => double.IsNaN(value) ? "–" : value.ToString("0.000", CultureInfo.InvariantCulture);
}

/// <param name="Similar">Similar questions for each entry; null is all of them.</param>
/// <param name="Match">Share of questions whose best candidate is right.</param>
/// <param name="LexicalMatch">The same for plain BM25 over the same questions.</param>
/// <param name="AnsweredRight">Share of all questions in scope that were answered, and rightly: a question asked back or refused counts as wrong.</param>
/// <param name="OutOfScopeNotAnswered">Share of questions out of scope that were declined or asked back.</param>
public sealed record KnowledgeEvaluationRow(
    string Set, int? Similar, int Entries, BootstrapInterval Match, double MatchAmongThree, double LexicalMatch, double Answered,
    double AnsweredRight, double WrongAmongAnswered, double OutOfScopeNotAnswered, double OutOfScopeDeclined, double Auroc,
    double TrainSeconds, double MillisecondsPerQuery);
