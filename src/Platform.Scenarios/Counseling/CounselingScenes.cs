using Platform.Scenarios.Simulation.Acts;
using Platform.Scenarios.Simulation.Characters;
using Platform.Scenarios.Simulation.Content;
using Platform.Scenarios.Simulation.Wording;

namespace Platform.Scenarios.Counseling;

/// <summary>The help-seekers, each as a scene, with or without its crisis.</summary>
public sealed class CounselingScenes
{
    private static readonly DifficultyLevel Easy = new() { Tension = -6, Trust = 10, Patience = 10, Gain = 1.2, Loss = 0.8, Gates = -6 };
    private static readonly DifficultyLevel Medium = new();
    private static readonly DifficultyLevel Hard = new() { Tension = 6, Trust = -8, Patience = -8, Gain = 0.85, Loss = 1.2, Gates = 5 };

    private readonly Dictionary<string, HelpSeeker> _people;
    private readonly IReadOnlyDictionary<string, CommonPhrases> _common;

    private CounselingScenes(string folder)
    {
        _people = ContentFile.ReadAll<HelpSeeker>(Path.Combine(folder, "help-seekers")).ToDictionary(p => p.Id, StringComparer.Ordinal);
        _common = CommonPhrases.ReadAll(folder);
    }

    public IReadOnlyCollection<HelpSeeker> People => _people.Values;

    /// <summary>Those that ship beside the program.</summary>
    public static CounselingScenes Shipped() => Read(Path.Combine(AppContext.BaseDirectory, "Counseling", "Content"));

    /// <exception cref="ContentException">A file is refused.</exception>
    public static CounselingScenes Read(string folder) => new(folder);

    /// <exception cref="KeyNotFoundException">There is no such person, or it has no crisis.</exception>
    public Scene Compose(string helpSeeker, Difficulty difficulty, bool crisis = false)
    {
        if (!_people.TryGetValue(helpSeeker, out var person))
            throw new KeyNotFoundException($"No help-seeker is named '{helpSeeker}'. Known: {string.Join(", ", _people.Keys)}.");
        return Compose(person, difficulty, crisis);
    }

    /// <summary>The same with a person who need not be among the files.</summary>
    /// <exception cref="KeyNotFoundException">It has no crisis.</exception>
    public Scene Compose(HelpSeeker person, Difficulty difficulty, bool crisis = false)
    {
        if (crisis && person.Crisis is null)
            throw new KeyNotFoundException($"'{person.Id}' has no crisis. Those who have: {string.Join(", ", _people.Values.Where(p => p.Crisis is not null).Select(p => p.Id))}.");

        var level = difficulty switch
        {
            Difficulty.Easy => person.Difficulty.Easy ?? Easy,
            Difficulty.Medium => person.Difficulty.Medium ?? Medium,
            _ => person.Difficulty.Hard ?? Hard,
        };
        var risk = crisis ? person.Crisis : null;
        return new Scene
        {
            Key = new SceneKey(ActCodes.CounsellingFamily, person.Id, null, difficulty, crisis),
            Lang = person.Lang,
            Title = person.Title,
            Name = person.Name,
            Profile = person.Profile,
            Style = person.Style,
            Principles = person.Principles,
            Situation = person.Situation,
            Goal = person.Goal,
            Wants = person.Issue,
            Issue = person.Issue,
            Openings = person.Openings,
            Facts = [.. (risk?.Facts ?? []).Concat(person.Ledger().Select(f => f.Fact)).Select(fact => fact.Among(risk?.Hints ?? []))],
            Phrases = new PhraseBook(person.Phrases, _common[person.Lang].Phrases),
            Start = CharacterState.Of(
                (StateVariables.Emotion, person.Start.Emotion - level.Tension), (StateVariables.Rapport, person.Start.Rapport + level.Trust),
                (StateVariables.Openness, person.Start.Openness + level.Patience), (StateVariables.Control, person.Start.Control),
                (StateVariables.Efficacy, person.Start.Efficacy), (StateVariables.Awareness, person.Start.Awareness)),
            Rules = new HelpSeekerRules(person.Manner),
            Level = level,
            Turns = person.Turns,
            Steps = person.Steps,
            Hints = risk?.Hints ?? [],
            Risk = risk?.Kind,
            Checks = person.Checks,
            Rubric = person.Rubric,
            Reference = person.Reference,
            Trainees = risk?.Trainees ?? person.Trainees,
        };
    }
}
