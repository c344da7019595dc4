using Platform.Scenarios.Simulation.Acts;
using Platform.Scenarios.Simulation.Characters;
using Platform.Scenarios.Simulation.Content;
using Platform.Scenarios.Simulation.Wording;

namespace Platform.Scenarios.CommunityRole;

/// <summary>Puts a resident and a case together.</summary>
public sealed class CommunityScenes
{
    private static readonly DifficultyLevel Easy = new() { Tension = -12, Trust = 8, Patience = 12, Gain = 1.2, Loss = 0.8, Gates = -6 };
    private static readonly DifficultyLevel Medium = new();
    private static readonly DifficultyLevel Hard = new() { Tension = 12, Trust = -8, Patience = -10, Gain = 0.85, Loss = 1.2, Gates = 5 };

    private readonly Dictionary<string, ResidentPersona> _residents;
    private readonly Dictionary<string, CommunityCase> _cases;
    private readonly IReadOnlyDictionary<string, CommonPhrases> _common;

    private CommunityScenes(string folder)
    {
        _residents = ContentFile.ReadAll<ResidentPersona>(Path.Combine(folder, "personas")).ToDictionary(r => r.Id, StringComparer.Ordinal);
        _cases = ContentFile.ReadAll<CommunityCase>(Path.Combine(folder, "cases")).ToDictionary(c => c.Id, StringComparer.Ordinal);
        _common = CommonPhrases.ReadAll(folder);
    }

    public IReadOnlyCollection<ResidentPersona> Residents => _residents.Values;

    public IReadOnlyCollection<CommunityCase> Cases => _cases.Values;

    /// <summary>Those that ship beside the program.</summary>
    public static CommunityScenes Shipped() => Read(Path.Combine(AppContext.BaseDirectory, "CommunityRole", "Content"));

    /// <exception cref="ContentException">A file is refused.</exception>
    public static CommunityScenes Read(string folder) => new(folder);

    /// <exception cref="KeyNotFoundException">There is no such resident or case, or they speak different languages.</exception>
    public Scene Compose(string resident, string matter, Difficulty difficulty)
    {
        if (!_residents.TryGetValue(resident, out var person))
            throw new KeyNotFoundException($"No resident is named '{resident}'. Known: {string.Join(", ", _residents.Keys)}.");
        if (!_cases.TryGetValue(matter, out var found))
            throw new KeyNotFoundException($"No case is named '{matter}'. Known: {string.Join(", ", _cases.Keys)}.");
        return Compose(person, found, difficulty);
    }

    /// <summary>The same with a person and a case that need not be among the files.</summary>
    /// <exception cref="KeyNotFoundException">They speak different languages.</exception>
    public Scene Compose(ResidentPersona person, CommunityCase found, Difficulty difficulty)
    {
        if (person.Lang != found.Lang)
            throw new KeyNotFoundException($"The resident '{person.Id}' speaks {person.Lang}, the case '{found.Id}' is in {found.Lang}. Cases for this resident: {string.Join(", ", _cases.Values.Where(c => c.Lang == person.Lang).Select(c => c.Id))}.");

        var level = LevelOf(found.Difficulty, difficulty);
        return new Scene
        {
            Key = new SceneKey(ActCodes.CommunityFamily, person.Id, found.Id, difficulty),
            Lang = person.Lang,
            Title = found.Title,
            Name = person.Name,
            Profile = person.Profile,
            Style = person.Style,
            Principles = person.Principles,
            Situation = found.Situation,
            Goal = found.Goal,
            Wants = found.Wants,
            Issue = found.Issue,
            Openings = found.Openings,
            Facts = [.. found.Facts.Select(fact => fact.Among(Lines(person.Facts, person.Open()))), .. person.Facts.Select(fact => fact.Among(Lines(found.Facts, found.Open())))],
            Phrases = new PhraseBook(person.Phrases, found.Phrases, _common[person.Lang].Phrases),
            Start = CharacterState.Of(
                (StateVariables.Anger, person.Temper.Anger + level.Tension), (StateVariables.Trust, person.Temper.Trust + level.Trust),
                (StateVariables.Patience, person.Temper.Patience + level.Patience), (StateVariables.Heard, person.Temper.Heard)),
            Rules = new ResidentRules(found.Agreement, person.Temper.Flare, person.Temper.Ease),
            Level = level,
            Turns = found.Turns,
            Steps = found.Agreement.Step,
            Grounds = found.Grounds,
            Checks = found.Checks,
            Rubric = found.Rubric,
            Reference = found.Reference,
            Trainees = found.Trainees,
        };
    }

    /// <summary>What is said or known in any case: a mark that stands there betrays nothing.</summary>
    private static List<string> Lines(IReadOnlyList<Fact> facts, IReadOnlyList<(string Place, string Text)> open) => [.. facts.SelectMany(fact => fact.Say), .. open.Select(o => o.Text)];

    private static DifficultyLevel LevelOf(Difficulties own, Difficulty difficulty) => difficulty switch
    {
        Difficulty.Easy => own.Easy ?? Easy,
        Difficulty.Medium => own.Medium ?? Medium,
        _ => own.Hard ?? Hard,
    };
}
