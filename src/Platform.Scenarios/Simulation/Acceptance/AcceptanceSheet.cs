using Platform.Scenarios.Simulation.Characters;

namespace Platform.Scenarios.Simulation.Acceptance;

/// <summary>What came of playing one scene with its scripted trainees.</summary>
public sealed class AcceptanceSheet(SceneKey scene, string name, string title)
{
    /// <summary>Of <see cref="Variety"/>; below it a character sounds like a machine.</summary>
    private const double LeastVariety = 0.25;

    public SceneKey Scene { get; } = scene;

    public string Name { get; } = name;

    public string Title { get; } = title;

    public int Sessions { get; set; }

    public int Triples { get; set; }

    public int Ordered { get; set; }

    public int MoodRight { get; set; }

    public int Replies { get; set; }

    public int Repeated { get; set; }

    public int Contradictions { get; set; }

    public int EarlyFacts { get; set; }

    public int RoleFlips { get; set; }

    public int Voids { get; set; }

    public int Words { get; set; }

    public HashSet<string> Vocabulary { get; } = new(StringComparer.Ordinal);

    public List<int> Good { get; } = [];

    public List<int> Ordinary { get; } = [];

    public List<int> Bad { get; } = [];

    /// <summary>Distinct pairs of signs or words over the square root of all pairs, so that long runs do not look poor (Guiraud's index), scaled to about 1.</summary>
    public double Variety => Words == 0 ? 0 : Vocabulary.Count / Math.Sqrt(Words) / 20;

    public bool Released =>
        Triples > 0 && Ordered >= 0.95 * Triples && MoodRight >= 0.95 * Triples && Contradictions == 0 && EarlyFacts == 0 && RoleFlips == 0 && Voids == 0 && Variety >= LeastVariety;
}
