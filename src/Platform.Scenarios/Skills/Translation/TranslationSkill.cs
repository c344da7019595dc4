using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.Extensions.AI;
using Platform.Model.Routes;
using Platform.Scenarios.Prompts;

namespace Platform.Scenarios.Skills.Translation;

/// <summary>Translates between Chinese and English by the route <c>translation</c>: a model of this host or a remote one. Without a route it says so; nothing here makes a translation up.</summary>
public sealed class TranslationSkill(ModelRoutes routes, SkillModel asks) : ISkill
{
    private const string SkillName = "translation";
    private const int Longest = 4000;

    private static readonly JsonSerializerOptions Data = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private static readonly PromptFile Plain = PromptFile.Load("Skills/Translation/sentence.prompt.md");
    private static readonly PromptFile Guarded = PromptFile.Load("Skills/Translation/translate.prompt.md");

    public string Name => SkillName;

    public async Task<SkillOutcome> RunAsync(SkillRequest request, CancellationToken cancellationToken)
    {
        if (request.UnknownArgument("to") is { } unknown)
            return unknown;
        if (request.Text.Trim() is not { Length: > 0 and <= Longest } text)
            return SkillOutcome.Cannot(request, $"请给出 1 到 {Longest} 字的文字。", $"Give a text of 1 to {Longest} characters.");
        var to = request.Argument("to") ?? (HoldsChinese(text) ? "en" : "zh");
        if (to is not ("zh" or "en"))
            return SkillOutcome.Cannot(request, $"to 为“{to}”，应为 zh 或 en。", $"to is '{to}'; zh and en are known.");
        var links = routes.Links(SkillName);
        if (links.Count == 0)
            return SkillOutcome.Cannot(request, "没有可用的翻译模型。请在“模型”页或 Models:Routes 中为 translation 设置路由。", "There is no model that translates. Set a route for translation on the models page or in Models:Routes.");

        foreach (var (target, model) in links) // the next is asked when one does not answer, in the words of its kind
        {
            var prompt = target is ModelTarget.Local ? Plain : Guarded;
            if (await asks.AskAsync(SkillName, model, Messages(prompt, to, text), new ChatOptions { Temperature = 0, MaxOutputTokens = Math.Min(2048, 64 + (2 * text.Length)) }, cancellationToken) is not { } said)
                continue;
            if (HoldsChinese(said) != (to == "zh"))
                return SkillOutcome.Cannot(request, "翻译模型的回答不是所要的语言，未采用。", "What the model answered is not in the language asked for, so it is not shown.");
            return new SkillOutcome.Done(said, model.Model, prompt.Hash, new TranslationDetails(to));
        }

        return SkillOutcome.Cannot(request, "翻译模型没有应答，请稍后再试。", "The model that translates did not answer. Try again later.");
    }

    /// <summary>The platform's own small models know one wording; a remote model is told to take the text as data.</summary>
    private static IList<ChatMessage> Messages(PromptFile prompt, string to, string text) => prompt.Fill(new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["language"] = (ReferenceEquals(prompt, Plain), to) switch { (true, "en") => "英文", (true, _) => "中文", (_, "en") => "English", _ => "simplified Chinese" },
        ["text"] = ReferenceEquals(prompt, Plain) ? text : JsonSerializer.Serialize(new { text }, Data),
    });

    private static bool HoldsChinese(string text) => text.Any(sign => sign is >= '\u4e00' and <= '\u9fff');
}

/// <param name="To">zh or en.</param>
public sealed record TranslationDetails(string To);
