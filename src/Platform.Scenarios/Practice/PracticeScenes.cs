using Platform.Data.Simulations;
using Platform.Scenarios.CommunityRole;
using Platform.Scenarios.Counseling;
using Platform.Scenarios.Practice.Authoring;
using Platform.Scenarios.Practice.Judging;
using Platform.Scenarios.Simulation.Acts;
using Platform.Scenarios.Simulation.Characters;
using Platform.Scenarios.Simulation.Content;
using Platform.Scenarios.Simulation.Scoring;

namespace Platform.Scenarios.Practice;

/// <summary>Everything that can be practised; what ships is read once, when it is first needed; what trainers release comes in while it runs.</summary>
public sealed class PracticeScenes
{
    private readonly Lazy<CommunityScenes> _community = new(CommunityScenes.Shipped);
    private readonly Lazy<CounselingScenes> _counselling = new(CounselingScenes.Shipped);
    private readonly Lazy<Rubrics> _rubrics = new(Rubrics.Shipped);

    private volatile AuthoredScenes _authored = AuthoredScenes.None;
    private volatile RecogniserSet _recogniser = RecogniserSet.Shipped;

    /// <summary>Those that ship.</summary>
    public CommunityScenes Community => _community.Value;

    /// <summary>Those that ship.</summary>
    public CounselingScenes Counselling => _counselling.Value;

    /// <summary>Those that ship.</summary>
    public Rubrics Rubrics => _rubrics.Value;

    /// <summary>Which rubric judges what now.</summary>
    internal RubricShelf Shelf => new(Rubrics, _authored);

    /// <summary>What is in service now. Whoever hears with it and names it asks once: it may be another the next moment.</summary>
    public RecogniserSet Recogniser => _recogniser;

    /// <summary>Who can play a case now: those that ship and those that trainers released.</summary>
    public IReadOnlyList<ResidentPersona> Residents => With(Community.Residents);

    public IReadOnlyList<CommunityCase> Cases => With(Community.Cases);

    public IReadOnlyList<HelpSeeker> HelpSeekers => With(Counselling.People);

    /// <summary>From now on new sessions begin with these, too; running ones keep their versions.</summary>
    internal void Use(AuthoredScenes authored) => _authored = authored;

    /// <summary>From now on every turn is heard by these.</summary>
    internal void Use(RecogniserSet recogniser) => _recogniser = recogniser;

    /// <summary>The scene as a session that begins now would have it.</summary>
    /// <exception cref="KeyNotFoundException">There is no such person or case.</exception>
    public Scene Compose(SceneKey key) => Begin(key).Scene;

    /// <summary>The same, with the versions that the session has to keep.</summary>
    internal (Scene Scene, int? PersonaVersion, int? CaseVersion) Begin(SceneKey key)
    {
        var authored = _authored;
        var (person, matter) = (authored.InUse(key.Persona), key.Case is null ? null : authored.InUse(key.Case));
        return (Compose(authored, key, person, matter), person, matter);
    }

    /// <summary>The scene in the versions that the session began with.</summary>
    internal Scene Compose(PracticeSession session) => Compose(_authored, KeyOf(session), session.PersonaVersion, session.CaseVersion);

    /// <returns>Null when its person or case is not there, or no longer.</returns>
    internal Scene? TryCompose(SceneKey key) => OrNull(() => Compose(key));

    internal Scene? TryCompose(PracticeSession session) => OrNull(() => Compose(session));

    /// <summary>What a session of the scene that begins now would be judged by.</summary>
    internal IReadOnlyList<Rubric> RubricsFor(Scene scene) => Shelf.For(scene.Key, scene.Rubric);

    /// <summary>What the session is judged by: the versions that it began with.</summary>
    internal IReadOnlyList<Rubric> RubricsOf(PracticeSession session) => Shelf.Kept(KeyOf(session), PracticeJson.Read<PracticeOpening>(session.Opening).Rubrics);

    private Scene Compose(AuthoredScenes authored, SceneKey key, int? personaVersion, int? caseVersion)
    {
        if (key.Family == ActCodes.CounsellingFamily)
            return personaVersion is { } version ? Counselling.Compose(Authored<HelpSeeker>(authored, key.Persona, version), key.Difficulty, key.Crisis) : Counselling.Compose(key.Persona, key.Difficulty, key.Crisis);
        if (personaVersion is null && caseVersion is null)
            return Community.Compose(key.Persona, key.Case ?? "", key.Difficulty);
        var person = personaVersion is { } of ? Authored<ResidentPersona>(authored, key.Persona, of) : Shipped(Community.Residents, key.Persona);
        var matter = caseVersion is { } at ? Authored<CommunityCase>(authored, key.Case!, at) : Shipped(Community.Cases, key.Case ?? "");
        return Community.Compose(person, matter, key.Difficulty);
    }

    private static T Authored<T>(AuthoredScenes authored, string id, int version)
        where T : class, IAuthored => authored.Version<T>(id, version) ?? throw new KeyNotFoundException($"Version {version} of '{id}' was not released as {typeof(T).Name}, or can no longer be read.");

    private static T Shipped<T>(IReadOnlyCollection<T> shipped, string id)
        where T : IAuthored => shipped.FirstOrDefault(one => one.Id == id) ?? throw new KeyNotFoundException($"No {typeof(T).Name} is named '{id}'. Known: {string.Join(", ", shipped.Select(one => one.Id))}.");

    private IReadOnlyList<T> With<T>(IReadOnlyCollection<T> shipped)
        where T : class, IAuthored
    {
        var authored = _authored;
        return [.. shipped.Where(one => authored.InUse(one.Id) is null), .. authored.All<T>()];
    }

    private static SceneKey KeyOf(PracticeSession session) => new(session.Family, session.Persona, session.Case, Enum.Parse<Difficulty>(session.Difficulty), session.Crisis);

    private static Scene? OrNull(Func<Scene> compose)
    {
        try
        {
            return compose();
        }
        catch (KeyNotFoundException)
        {
            return null;
        }
    }

    /// <summary>A scene by the name of a person in any spelling: 周桂兰, zhou-guilan, Frank Doyle.</summary>
    /// <returns>Null when nobody is called so.</returns>
    public SceneKey? Find(string name, long chance)
    {
        var wanted = name.Trim();
        if (Residents.FirstOrDefault(r => Matches(r.Id, r.Name, wanted)) is { } resident)
        {
            var cases = Cases.Where(c => c.Lang == resident.Lang).OrderBy(c => c.Id, StringComparer.Ordinal).ToList();
            return cases.Count == 0 ? null : new SceneKey(ActCodes.CommunityFamily, resident.Id, cases[(int)(chance % cases.Count)].Id, Difficulty.Medium);
        }

        return HelpSeekers.FirstOrDefault(p => Matches(p.Id, p.Name, wanted)) is { } person
            ? new SceneKey(ActCodes.CounsellingFamily, person.Id, null, Difficulty.Medium)
            : null;
    }

    private static bool Matches(string id, string name, string wanted) =>
        string.Equals(id, wanted, StringComparison.OrdinalIgnoreCase) || string.Equals(name, wanted, StringComparison.OrdinalIgnoreCase);
}
