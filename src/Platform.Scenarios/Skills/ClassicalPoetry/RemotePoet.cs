using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.Extensions.AI;
using Platform.Model.Routes;
using Platform.Scenarios.Prompts;

namespace Platform.Scenarios.Skills.ClassicalPoetry;

/// <summary>Asks a remote model for verse, for all candidates at once. It cannot be held to the form, so every poem is checked, and only those in form are kept, the best first.</summary>
public sealed class RemotePoet(SkillModel asks)
{
    private static readonly JsonSerializerOptions Data = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private static readonly PromptFile Prompt = PromptFile.Load("Skills/ClassicalPoetry/poem.prompt.md");

    /// <exception cref="PoemException">The order cannot be filled, or the model did not answer.</exception>
    public async Task<WrittenPoems> WriteAsync(PoemOrder order, RoutedModel model, CancellationToken cancellationToken)
    {
        var plan = PoemPlan.Make(order, RhymeBook.Shipped());
        var messages = Prompt.Fill(new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["lines"] = string.Join('\n', plan.Patterns[0].Lines.Select(line => $"{line.Template}{(line.Rhyme is null ? "" : "（韵）")}")),
            ["order"] = JsonSerializer.Serialize(new { form = order.Form.Chinese, title = order.Title, manner = order.Author, acrostic = order.Acrostic, given = order.Given }, Data),
        });
        var answers = (await Task.WhenAll(Enumerable.Range(0, order.Candidates).Select(_ => AskAsync(order, model.ForOneAnswer(), messages, cancellationToken)))).OfType<Answer>().ToList();
        if (answers.Count == 0)
            throw new PoemException("诗歌模型没有应答，请稍后再试。", "The poetry model did not answer. Try again later.") { IsSilence = true };
        var drafts = answers.Select(answer => Draft(answer.Text, order, plan) is { } draft ? draft with { Model = answer.Model } : null).OfType<PoemDraft>().OrderByDescending(draft => draft.Score).ToList();
        return new WrittenPoems(
            order, [.. drafts.DistinctBy(draft => draft.Text, StringComparer.Ordinal)], drafts is [{ Model: { } best }, ..] ? best : model.Model, Prompt.Hash, plan.GivenIsFree, answers.Count - drafts.Count);
    }

    private async Task<Answer?> AskAsync(PoemOrder order, RoutedModel model, IList<ChatMessage> messages, CancellationToken cancellationToken) =>
        await asks.AskAsync(ClassicalPoetrySkill.SkillName, model, messages, new ChatOptions { Temperature = (float)order.Temperature, MaxOutputTokens = 600 }, cancellationToken) is { } text
            ? new Answer(text, model.Model)
            : null;

    /// <returns>Null when the answer holds no verse, or none in form. In the long texts of ci words may come back.</returns>
    private static PoemDraft? Draft(string answer, PoemOrder order, PoemPlan plan)
    {
        try
        {
            var report = new PoemChecker(RhymeBook.Shipped()).Check(answer, order.Form, order.Strictness, repetition: order.Form.Kind != PoemKind.Ci);
            return IsInForm(plan, report) && KeepsOrder(order, report) ? PoemDraft.Of(order, answer, report, double.NaN) : null;
        }
        catch (PoemException)
        {
            return null;
        }
    }

    /// <summary>Faults of lines that are given out of form are not the model's, and no sign that is fixed.</summary>
    private static bool IsInForm(PoemPlan plan, PoemReport report) => report.IsRegulated && report.Findings.All(finding =>
        (plan.GivenIsFree && plan.IsGiven(finding.Line)) || (finding.Fault == PoemFault.Repetition && finding.Columns.All(column => plan.Fixed(finding.Line, column) is not null)));

    private static bool KeepsOrder(PoemOrder order, PoemReport report)
    {
        var heads = PoemOrder.Signs(order.Acrostic);
        var given = PoemOrder.Signs(order.Given);
        return heads.Select((head, line) => report.Lines[line].Signs[0].Sign == head).All(kept => kept)
            && report.Lines.SelectMany(line => line.Signs).Select(sign => sign.Sign).Take(given.Count).SequenceEqual(given);
    }

    private sealed record Answer(string Text, string Model);
}
