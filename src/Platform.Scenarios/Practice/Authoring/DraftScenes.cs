using Platform.Scenarios.CommunityRole;
using Platform.Scenarios.Counseling;
using Platform.Scenarios.Simulation.Characters;
using Platform.Scenarios.Simulation.Content;

namespace Platform.Scenarios.Practice.Authoring;

/// <summary>Makes scenes of content that is not in use yet: a draft resident needs a case, a draft case a resident.</summary>
internal static class DraftScenes
{
    /// <summary>With so many partners a resident or a case is tested.</summary>
    private const int Partners = 4;

    /// <summary>Who or what can be tried together with it; nobody for a help-seeker.</summary>
    public static IReadOnlyList<PartnerChoice> Choices(PracticeScenes scenes, IAuthored draft) => draft switch
    {
        ResidentPersona resident => [.. scenes.Cases.Where(c => c.Lang == resident.Lang && c.Id != resident.Id).Select(c => new PartnerChoice(c.Id, c.Title))],
        CommunityCase matter => [.. scenes.Residents.Where(r => r.Lang == matter.Lang && r.Id != matter.Id).Select(r => new PartnerChoice(r.Id, r.Name))],
        _ => [],
    };

    /// <param name="partner">One of <see cref="Choices"/>; the first of them when it is not there.</param>
    /// <returns>Null when there is nobody to play it with.</returns>
    public static Scene? Compose(PracticeScenes scenes, IAuthored draft, string? partner, Difficulty difficulty, bool crisis)
    {
        switch (draft)
        {
            case HelpSeeker person:
                return scenes.Counselling.Compose(person, difficulty, crisis && person.Crisis is not null);
            case ResidentPersona resident:
                var cases = scenes.Cases.Where(c => c.Lang == resident.Lang).ToList();
                return (cases.Find(c => c.Id == partner) ?? cases.FirstOrDefault()) is { } matter ? scenes.Community.Compose(resident, matter, difficulty) : null;
            case CommunityCase found:
                var residents = scenes.Residents.Where(r => r.Lang == found.Lang).ToList();
                return (residents.Find(r => r.Id == partner) ?? residents.FirstOrDefault()) is { } who ? scenes.Community.Compose(who, found, difficulty) : null;
            default:
                return null;
        }
    }

    /// <summary>
    /// The scenes that an acceptance plays, always the same: a case with one resident of each manner, a resident with cases
    /// from the whole list, a help-seeker alone and with its crisis. Partners are those that ship, which change with the program only.
    /// </summary>
    public static IReadOnlyList<Scene> ForAcceptance(PracticeScenes scenes, IAuthored draft) => draft switch
    {
        HelpSeeker person => person.Crisis is null
            ? [scenes.Counselling.Compose(person, Difficulty.Medium)]
            : [scenes.Counselling.Compose(person, Difficulty.Medium), scenes.Counselling.Compose(person, Difficulty.Medium, crisis: true)],
        ResidentPersona resident => [.. Spread([.. scenes.Community.Cases.Where(c => c.Lang == resident.Lang)]).Select(c => scenes.Community.Compose(resident, c, Difficulty.Medium))],
        CommunityCase matter => [.. scenes.Community.Residents.Where(r => r.Lang == matter.Lang).OrderBy(r => r.Id, StringComparer.Ordinal).DistinctBy(r => r.Hostility).Take(Partners)
            .Select(r => scenes.Community.Compose(r, matter, Difficulty.Medium))],
        _ => [],
    };

    private static IEnumerable<T> Spread<T>(IReadOnlyList<T> all)
        where T : IAuthored
    {
        var ordered = all.OrderBy(one => one.Id, StringComparer.Ordinal).ToList();
        return Enumerable.Range(0, Math.Min(Partners, ordered.Count)).Select(at => ordered[at * ordered.Count / Math.Min(Partners, ordered.Count)]);
    }
}

public sealed record PartnerChoice(string Id, string Title);
