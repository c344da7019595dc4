using Platform.Scenarios.Simulation.Characters;

namespace Platform.Bots.Pages.Practice.Authoring;

/// <summary>What an author tries: kept while the tabs change, so that the same words can be said to the changed text.</summary>
public sealed class TryState
{
    public string? Partner { get; set; }

    public Difficulty Difficulty { get; set; } = Difficulty.Medium;

    public bool Crisis { get; set; }

    public long Seed { get; set; } = 1;

    public bool Begun { get; set; }

    public List<string> Said { get; } = [];
}
