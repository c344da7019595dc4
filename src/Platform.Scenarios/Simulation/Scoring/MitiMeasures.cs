using Platform.Scenarios.Simulation.Acts;
using Platform.Scenarios.Simulation.Characters;

namespace Platform.Scenarios.Simulation.Scoring;

/// <summary>Where a measure stands in its reference bands.</summary>
public enum MitiBand
{
    Below,
    Fair,
    Good,
}

/// <summary>The field's measures over a session, with the competence thresholds of MITI 4.2.1 (Moyers et al. 2014) as reference bands.</summary>
/// <param name="Technical">1 to 5; estimated from acts and state, so it is advice.</param>
/// <param name="Relational">1 to 5; estimated likewise.</param>
public sealed record MitiMeasures(
    int OpenQuestions, int ClosedQuestions, int SimpleReflections, int ComplexReflections, int Adherent, int NonAdherent, double Technical, double Relational)
{
    public const string ReflectionsToQuestionsName = "reflections-to-questions";
    public const string OpenQuestionsName = "open-questions";
    public const string ComplexReflectionsName = "complex-reflections";
    public const string TechnicalName = "technical";
    public const string RelationalName = "relational";

    public static IReadOnlyList<string> Names { get; } = [ReflectionsToQuestionsName, OpenQuestionsName, ComplexReflectionsName, TechnicalName, RelationalName];

    /// <summary>Reference bands: fair and good.</summary>
    public static IReadOnlyDictionary<string, (double Fair, double Good)> Bands { get; } = new Dictionary<string, (double, double)>(StringComparer.Ordinal)
    {
        [ReflectionsToQuestionsName] = (1, 2),
        [ComplexReflectionsName] = (0.4, 0.5),
        [TechnicalName] = (3, 4),
        [RelationalName] = (3.5, 4),
    };

    /// <summary>Reflections for each question.</summary>
    public double ReflectionsToQuestions => (double)(SimpleReflections + ComplexReflections) / Math.Max(OpenQuestions + ClosedQuestions, 1);

    public double OpenShare => (double)OpenQuestions / Math.Max(OpenQuestions + ClosedQuestions, 1);

    public double ComplexShare => (double)ComplexReflections / Math.Max(SimpleReflections + ComplexReflections, 1);

    public double Value(string name) => name switch
    {
        ReflectionsToQuestionsName => ReflectionsToQuestions,
        OpenQuestionsName => OpenShare,
        ComplexReflectionsName => ComplexShare,
        TechnicalName => Technical,
        RelationalName => Relational,
        _ => throw new ArgumentOutOfRangeException(nameof(name), name, "There is no such measure."),
    };

    /// <returns>Null where the reference has no band: it has none for open questions.</returns>
    public MitiBand? BandOf(string name)
    {
        if (!Bands.TryGetValue(name, out var band))
            return null;
        var value = Value(name);
        return value >= band.Good ? MitiBand.Good : value >= band.Fair ? MitiBand.Fair : MitiBand.Below;
    }

    /// <param name="start">The character before the first turn.</param>
    public static MitiMeasures Of(IReadOnlyList<PlayTurn> turns, CharacterState start)
    {
        int Count(params string[] acts) => turns.Sum(turn => turn.Acts.Count(act => acts.Contains(act.Act, StringComparer.Ordinal)));

        var end = turns.Count > 0 ? turns[^1].After.State : start;
        var (open, closed) = (Count(ActCodes.OpenQuestion), Count(ActCodes.ClosedQuestion));
        var (simple, complex) = (Count(ActCodes.SimpleReflection), Count(ActCodes.ComplexReflection));
        var adherent = Count(ActCodes.Affirm, ActCodes.SeekCollaboration, ActCodes.EmphasiseAutonomy);
        var against = Count(ActCodes.Persuade, ActCodes.Confront, ActCodes.AdviseWithoutPermission);
        double Moved(string variable) => end[variable] - start[variable];

        var perTurn = 1.0 / Math.Max(turns.Count, 1);
        var technical = 2 + (Moved(StateVariables.Awareness) / 20) + (Moved(StateVariables.Efficacy) / 25) + (open * perTurn) - (2 * against * perTurn);
        var relational = 2 + (Moved(StateVariables.Rapport) / 20) + ((simple + complex + adherent) * perTurn) - (3 * against * perTurn);
        return new MitiMeasures(open, closed, simple, complex, adherent, against, Scale(technical), Scale(relational));
    }

    private static double Scale(double value) => Math.Round(Math.Clamp(value, 1, 5), 1);
}
