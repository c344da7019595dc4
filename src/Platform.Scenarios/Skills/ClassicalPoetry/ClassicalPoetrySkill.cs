using System.Globalization;
using Platform.Model.Routes;
using Platform.Model.Serving;

namespace Platform.Scenarios.Skills.ClassicalPoetry;

/// <summary>Writes verse by the route <c>poetry</c>: a model of this host, held to the form, or a remote one whose poems are checked.</summary>
public sealed class ClassicalPoetrySkill(ModelRoutes routes, ModelHost host, RemotePoet remote) : ISkill
{
    public const string SkillName = "poetry";

    private static readonly string[] Known = ["form", "author", "acrostic", "given", "seed", "candidates", "strictness"];

    private readonly PoemWriter _writer = new(host, RhymeBook.Shipped());

    public string Name => SkillName;

    public async Task<SkillOutcome> RunAsync(SkillRequest request, CancellationToken cancellationToken)
    {
        try
        {
            if (await WriteAsync(Order(request), cancellationToken) is not { } written)
                return new SkillOutcome.Unable(request.IsChinese ? "没有可用的诗歌模型。请在 Models:Routes 中为 poetry 指定模型。" : "No poetry model is there. Name one for the route poetry in Models:Routes.");
            if (written.Drafts.Count == 0)
                return new SkillOutcome.Unable(request.IsChinese ? $"模型写了 {written.Discarded} 首，都不合格律，未采用。" : $"The model wrote {written.Discarded} poems and none kept the form, so none is shown.");
            return new SkillOutcome.Done(written.Drafts[0].Text, written.Model, written.PromptHash, written);
        }
        catch (PoemException refusal)
        {
            return new SkillOutcome.Unable(refusal.In(request.IsChinese));
        }
        catch (AdmissionException refusal)
        {
            return new SkillOutcome.Unable(refusal.Message);
        }
    }

    /// <returns>Null when no route leads to a model.</returns>
    /// <exception cref="PoemException">The order cannot be filled.</exception>
    public async Task<WrittenPoems?> WriteAsync(PoemOrder order, CancellationToken cancellationToken) => routes.Chain(SkillName) switch
    {
        [] => null,
        [ModelTarget.Local local, ..] => await _writer.WriteAsync(order, local.Model, cancellationToken),
        _ => routes.TryRoute(SkillName, out var model) ? await remote.WriteAsync(order, model, cancellationToken) : null,
    };

    private static PoemOrder Order(SkillRequest request)
    {
        if (request.Arguments.Keys.Except(Known, StringComparer.OrdinalIgnoreCase).FirstOrDefault() is { } unknown)
            throw new PoemException($"不认识参数“{unknown}”。可用：{string.Join("、", Known)}。", $"There is no argument '{unknown}'. Known: {string.Join(", ", Known)}.");
        string? Value(string name) => request.Arguments.GetValueOrDefault(name);
        return new PoemOrder(PoemForm.Named(Value("form") ?? "七绝"), request.Text.Trim())
        {
            Author = Value("author"),
            Acrostic = Value("acrostic"),
            Given = Value("given"),
            Seed = Value("seed") is { } seed ? Number(seed, "seed") : null,
            Candidates = Value("candidates") is { } candidates ? (int)Math.Clamp(Number(candidates, "candidates"), int.MinValue, int.MaxValue) : 4,
            Strictness = Value("strictness") switch
            {
                null or "strict" => Strictness.Strict,
                "customary" => Strictness.Customary,
                var other => throw new PoemException($"strictness 为“{other}”，应为 strict 或 customary。", $"strictness is '{other}'; strict and customary are known."),
            },
        };
    }

    private static long Number(string value, string name) => long.TryParse(value, CultureInfo.InvariantCulture, out var number)
        ? number : throw new PoemException($"{name} 为“{value}”，应为整数。", $"{name} is '{value}'; a whole number is needed.");
}
