using Platform.Data.Simulations;
using Platform.Scenarios.CommunityRole;
using Platform.Scenarios.Counseling;
using Platform.Scenarios.Simulation.Content;
using Platform.Scenarios.Simulation.Scoring;

namespace Platform.Scenarios.Practice.Authoring;

/// <summary>The files that ship with the program, as texts to read and to copy; they are not edited.</summary>
internal static class ShippedText
{
    public static IEnumerable<(ContentKind Kind, IAuthored Content)> All(PracticeScenes scenes) =>
        scenes.Community.Residents.Select(one => (ContentKind.Resident, (IAuthored)one))
            .Concat(scenes.Community.Cases.Select(one => (ContentKind.Case, (IAuthored)one)))
            .Concat(scenes.Counselling.People.Select(one => (ContentKind.HelpSeeker, (IAuthored)one)))
            .Concat(scenes.Rubrics.All.Select(one => (ContentKind.Rubric, (IAuthored)one)));

    /// <returns>Null when nothing of this id ships.</returns>
    public static (ContentKind Kind, IAuthored Content)? Find(PracticeScenes scenes, string key) =>
        All(scenes).Where(one => one.Content.Id == key).Select(one => ((ContentKind, IAuthored)?)one).FirstOrDefault();

    public static Task<string> ReadAsync(ContentKind kind, IAuthored content, CancellationToken cancellationToken)
    {
        if (content is Rubric rubric)
            return Task.FromResult(RubricText.Write(rubric)); // as the form writes it, so that a version and the next differ in what was changed alone
        var folder = kind switch
        {
            ContentKind.Resident => Path.Combine("CommunityRole", "Content", "personas"),
            ContentKind.Case => Path.Combine("CommunityRole", "Content", "cases"),
            _ => Path.Combine("Counseling", "Content", "help-seekers"),
        };
        return File.ReadAllTextAsync(Path.Combine(AppContext.BaseDirectory, folder, $"{content.Id}.json"), cancellationToken);
    }

    public static string TitleOf(IAuthored content) => content switch
    {
        ResidentPersona resident => resident.Name,
        CommunityCase matter => matter.Title,
        HelpSeeker person => $"{person.Name} · {person.Title}",
        Rubric { Name: { } name } => $"{name.Zh} · {name.En}",
        _ => content.Id,
    };
}
