using Platform.Data.Simulations;
using Platform.Scenarios.CommunityRole;
using Platform.Scenarios.Counseling;
using Platform.Scenarios.Simulation.Content;
using Platform.Scenarios.Simulation.Scoring;

namespace Platform.Scenarios.Practice.Authoring;

/// <summary>Reads what a trainer wrote by the same rules as the files that ship.</summary>
internal static class DraftReader
{
    /// <returns>The content, or every problem with its place and reason.</returns>
    public static (IAuthored? Content, IReadOnlyList<ContentProblem> Problems) Read(ContentKind kind, string key, string lang, string text)
    {
        IAuthored content;
        try
        {
            content = kind switch
            {
                ContentKind.Resident => ContentFile.Parse<ResidentPersona>(text, key),
                ContentKind.Case => ContentFile.Parse<CommunityCase>(text, key),
                ContentKind.Rubric => ContentFile.Parse<Rubric>(text, key),
                _ => ContentFile.Parse<HelpSeeker>(text, key),
            };
        }
        catch (ContentException refused)
        {
            return (null, refused.Problems);
        }

        List<ContentProblem> problems = [];
        if (content.Id != key)
            problems.Add(new ContentProblem(
                $"$.id 是“{content.Id}”，必须仍是“{key}”：会话靠它找到内容。要换编号请复制一份。", $"$.id is '{content.Id}'; it must stay '{key}', by which sessions find it. Copy it to give it another id."));
        if (LangOf(content) != lang)
            problems.Add(new ContentProblem($"$.lang 是“{LangOf(content)}”，必须仍是“{lang}”。", $"$.lang is '{LangOf(content)}'; it must stay '{lang}'."));
        return problems.Count == 0 ? (content, []) : (null, problems);
    }

    public static string LangOf(IAuthored content) => content switch
    {
        ResidentPersona resident => resident.Lang,
        CommunityCase matter => matter.Lang,
        HelpSeeker person => person.Lang,
        Rubric => "", // in both
        _ => throw new ArgumentException($"{content.GetType().Name} is no content of practice; a resident, a case, a help-seeker or a rubric was expected.", nameof(content)),
    };
}
