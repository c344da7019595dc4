using System.Globalization;
using Microsoft.Extensions.Logging;
using Platform.Model.Routes;
using Platform.Model.Serving;

namespace Platform.Scenarios.Skills.ClassicalPoetry;

/// <summary>Writes verse by the route <c>poetry</c>: a model of this host, held to the form, or a remote one whose poems are checked.</summary>
public sealed class ClassicalPoetrySkill(ModelRoutes routes, ModelHost host, RemotePoet remote, ILogger<ClassicalPoetrySkill> logger) : ISkill
{
    public const string SkillName = "poetry";

    private static readonly string[] Known = ["form", "author", "acrostic", "given", "seed", "candidates", "strictness"];

    private readonly PoemWriter _writer = new(host, RhymeBook.Shipped());

    public string Name => SkillName;

    /// <summary>Whether a route leads to a model; without one poems can only be checked.</summary>
    public bool CanWrite => routes.Chain(SkillName) is not [];

    public async Task<SkillOutcome> RunAsync(SkillRequest request, CancellationToken cancellationToken)
    {
        if (request.UnknownArgument(Known) is { } unknown)
            return unknown;
        try
        {
            if (await WriteAsync(Order(request), cancellationToken) is not { } written)
                return SkillOutcome.Cannot(request, "没有可用的诗歌模型。请在“模型”页或 Models:Routes 中为 poetry 设置路由。", "There is no model that writes poems. Set a route for poetry on the models page or in Models:Routes.");
            if (written.Drafts.Count == 0)
                return SkillOutcome.Cannot(request, $"模型写了 {written.Discarded} 首，都不合格律，未采用。", $"The model wrote {written.Discarded} poems and none kept the form, so none is shown.");
            return new SkillOutcome.Done(written.Drafts[0].Text, written.Model, written.PromptHash, new PoemDetails(written));
        }
        catch (PoemException refusal)
        {
            return new SkillOutcome.Unable(refusal.In(request.IsChinese));
        }
        catch (AdmissionException refusal)
        {
            return SkillOutcome.Cannot(request, InChinese(refusal), refusal.ForCallers);
        }
    }

    internal static string InChinese(AdmissionException refusal) => refusal switch
    {
        HostBusyException => "模型正忙，请稍后再试。",
        PromptTooLongException => "题目或所给诗句对这个模型来说太长，请缩短。",
        UnknownModelException => "为诗歌设置的模型不在本机，请在“模型”页检查路由。",
        InvalidGenerationException => "这个模型不能按这些要求写诗。",
        _ => "诗歌模型现在不可用，请稍后再试。",
    };

    /// <returns>Null when no route leads to a model.</returns>
    /// <exception cref="PoemException">The order cannot be filled, or no model answered.</exception>
    /// <exception cref="AdmissionException">The last model is not there or refuses.</exception>
    public async Task<WrittenPoems?> WriteAsync(PoemOrder order, CancellationToken cancellationToken)
    {
        var links = routes.Links(SkillName);
        for (var at = 0; at < links.Count; at++)
        {
            var (target, model) = links[at];
            try
            {
                return target is ModelTarget.Local local ? await _writer.WriteAsync(order, local, cancellationToken) : await remote.WriteAsync(order, model, cancellationToken);
            }
            catch (Exception failure) when (at + 1 < links.Count && failure is AdmissionException or InvalidOperationException or PoemException { IsSilence: true })
            {
                logger.ModelFailed(SkillName, model.Model, failure.GetType().Name); // the next is asked, in the way of its kind
            }
        }

        return null;
    }

    private static PoemOrder Order(SkillRequest request)
    {
        return new PoemOrder(PoemForm.Named(request.Argument("form") ?? "七绝"), request.Text.Trim())
        {
            Author = request.Argument("author"),
            Acrostic = request.Argument("acrostic"),
            Given = request.Argument("given"),
            Seed = request.Argument("seed") is { } seed ? Number(seed, "seed") : null,
            Candidates = request.Argument("candidates") is { } candidates ? (int)Math.Clamp(Number(candidates, "candidates"), int.MinValue, int.MaxValue) : 4,
            Strictness = request.Argument("strictness") switch
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
