using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.Extensions.AI;
using Platform.Model.Routes;
using Platform.Scenarios.Prompts;

namespace Platform.Scenarios.Skills.ClassicalPoetry;

/// <summary>Asks a remote model for verse. It cannot be held to the form, so every poem is checked, and only those in form are kept.</summary>
public sealed class RemotePoet(SkillModel asks)
{
    private static readonly JsonSerializerOptions Data = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private static readonly PromptFile Prompt = PromptFile.Load("Skills/ClassicalPoetry/poem.prompt.md");

    /// <exception cref="PoemException">The order cannot be filled, or the model did not answer.</exception>
    public async Task<WrittenPoems> WriteAsync(PoemOrder order, RoutedModel model, CancellationToken cancellationToken)
    {
        var plan = PoemPlan.Make(order, RhymeBook.Shipped());
        var checker = new PoemChecker(RhymeBook.Shipped());
        var messages = Prompt.Fill(new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["lines"] = string.Join('\n', plan.Patterns[0].Lines.Select(line => $"{line.Template}{(line.Rhyme is null ? "" : "（韵）")}")),
            ["order"] = JsonSerializer.Serialize(new { form = order.Form.Chinese, title = order.Title, manner = order.Author, acrostic = order.Acrostic, given = order.Given }, Data),
        });
        var drafts = new List<PoemDraft>();
        var written = 0;
        for (; written < order.Candidates && drafts.Count == 0; written++)
        {
            var text = await asks.AskAsync(ClassicalPoetrySkill.SkillName, model, messages, new ChatOptions { Temperature = (float)order.Temperature, MaxOutputTokens = 600 }, cancellationToken)
                ?? throw new PoemException("诗歌模型没有应答，请稍后再试。", "The poetry model did not answer. Try again later.");
            if (PoemOrder.Signs(text).Count == 0)
                continue;
            var report = checker.Check(text, order.Form, order.Strictness);
            if (IsInForm(plan, report) && KeepsOrder(order, report))
                drafts.Add(new PoemDraft(text, report, double.NaN, 0));
        }

        return new WrittenPoems(order, drafts, model.Model, Prompt.Hash, plan.GivenIsFree, written - drafts.Count);
    }

    /// <summary>Faults of lines that are given out of form are not the model's.</summary>
    private static bool IsInForm(PoemPlan plan, PoemReport report) => report.IsRegulated && report.Findings.All(finding => plan.GivenIsFree && plan.IsGiven(finding.Line));

    private static bool KeepsOrder(PoemOrder order, PoemReport report)
    {
        var heads = PoemOrder.Signs(order.Acrostic);
        var given = PoemOrder.Signs(order.Given);
        return heads.Select((head, line) => report.Lines[line].Signs[0].Sign == head).All(kept => kept)
            && report.Lines.SelectMany(line => line.Signs).Select(sign => sign.Sign).Take(given.Count).SequenceEqual(given);
    }
}
