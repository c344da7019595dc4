using Platform.Data.Simulations;
using Platform.Scenarios.CommunityRole;
using Platform.Scenarios.Counseling;
using Platform.Scenarios.Simulation.Acts;
using Platform.Scenarios.Simulation.Characters;
using Platform.Scenarios.Simulation.Scoring;

namespace Platform.Scenarios.Practice;

/// <summary>Everything that can be practised; read once, when it is first needed.</summary>
public sealed class PracticeScenes
{
    private readonly Lazy<CommunityScenes> _community = new(CommunityScenes.Shipped);
    private readonly Lazy<CounselingScenes> _counselling = new(CounselingScenes.Shipped);
    private readonly Lazy<Rubrics> _rubrics = new(Rubrics.Shipped);
    private readonly Lazy<IActRecogniser> _recogniser = new(Recognisers.Shipped);

    public CommunityScenes Community => _community.Value;

    public CounselingScenes Counselling => _counselling.Value;

    public Rubrics Rubrics => _rubrics.Value;

    public IActRecogniser Recogniser => _recogniser.Value;

    /// <summary>Begins to train the recogniser, so that the first turn need not wait for it; what goes wrong is told to whoever asks for it.</summary>
    public void Prepare()
    {
        if (!_recogniser.IsValueCreated)
            _ = Task.Factory.StartNew(() => _recogniser.Value, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
    }

    /// <exception cref="KeyNotFoundException">There is no such person or case.</exception>
    public Scene Compose(SceneKey key) => key.Family == ActCodes.CounsellingFamily
        ? Counselling.Compose(key.Persona, key.Difficulty, key.Crisis)
        : Community.Compose(key.Persona, key.Case ?? "", key.Difficulty);

    internal Scene Compose(PracticeSession session) =>
        Compose(new SceneKey(session.Family, session.Persona, session.Case, Enum.Parse<Difficulty>(session.Difficulty), session.Crisis));

    /// <returns>Null when its person or case is not there, or no longer.</returns>
    internal Scene? TryCompose(SceneKey key)
    {
        try
        {
            return Compose(key);
        }
        catch (KeyNotFoundException)
        {
            return null;
        }
    }

    internal Scene? TryCompose(PracticeSession session) =>
        TryCompose(new SceneKey(session.Family, session.Persona, session.Case, Enum.Parse<Difficulty>(session.Difficulty), session.Crisis));

    /// <summary>A scene by the name of a person in any spelling: 周桂兰, zhou-guilan, Frank Doyle.</summary>
    /// <returns>Null when nobody is called so.</returns>
    public SceneKey? Find(string name, long chance)
    {
        var wanted = name.Trim();
        if (Community.Residents.FirstOrDefault(r => Matches(r.Id, r.Name, wanted)) is { } resident)
        {
            var cases = Community.Cases.Where(c => c.Lang == resident.Lang).OrderBy(c => c.Id, StringComparer.Ordinal).ToList();
            return cases.Count == 0 ? null : new SceneKey(ActCodes.CommunityFamily, resident.Id, cases[(int)(chance % cases.Count)].Id, Difficulty.Medium);
        }

        return Counselling.People.FirstOrDefault(p => Matches(p.Id, p.Name, wanted)) is { } person
            ? new SceneKey(ActCodes.CounsellingFamily, person.Id, null, Difficulty.Medium)
            : null;
    }

    private static bool Matches(string id, string name, string wanted) =>
        string.Equals(id, wanted, StringComparison.OrdinalIgnoreCase) || string.Equals(name, wanted, StringComparison.OrdinalIgnoreCase);
}
