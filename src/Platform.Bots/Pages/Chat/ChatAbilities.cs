using Platform.Model.Routes;
using Platform.Scenarios.FreeDialogue;
using Platform.Scenarios.Skills.ClassicalPoetry;

namespace Platform.Bots.Pages.Chat;

/// <param name="Title">On the button.</param>
/// <param name="Says">What a press on it says: the call of a scenario that can be invited into any conversation.</param>
public sealed record ChatAbility(string Title, string Says)
{
    /// <summary>What can be called from the chat page as the platform is set up now.</summary>
    public static IReadOnlyList<ChatAbility> Of(bool chinese, IModelRoutes routes)
    {
        List<ChatAbility> abilities = chinese
            ? [new("起草公文：通知、请示、报告、函……", "写公文"), new("练习接待居民或来访者，有评分", "练习")]
            : [new("Draft an official document (in Chinese)", "write a document"), new("Practise with a simulated person, with a score", "practise")];
        abilities.Add((chinese, routes.TryRoute(ClassicalPoetrySkill.SkillName, out _)) switch
        {
            (true, true) => new("写诗、续诗、查平仄押韵", "写诗"),
            (true, false) => new("查诗词的平仄和押韵", "查诗"),
            (false, true) => new("Write or check classical verse (in Chinese)", "poem"),
            (false, false) => new("Check classical verse (in Chinese)", "poem"),
        });
        if (routes.TryRoute(FreeDialogueScenario.ScenarioName, out _))
            abilities.Add(chinese ? new("随便聊聊（小模型，会说错）", "闲聊") : new("Just chat (a small model, often wrong)", "chat"));
        return abilities;
    }
}
