using Platform.Scenarios.Simulation.Characters;

namespace Platform.Scenarios.Practice.Figures;

/// <summary>Who put a reply of the character into words.</summary>
public enum WordingSource
{
    /// <summary>The engine's own wording.</summary>
    Engine = 0,

    /// <summary>One of the engine's wordings, chosen by a model.</summary>
    Choice = 1,

    Model = 2,

    /// <summary>A trainer in the character's place.</summary>
    Trainer = 3,
}

/// <param name="Model">Null where none took part.</param>
public sealed record ReplyWording(WordingSource Source, string? Model)
{
    private const string Chosen = $"{SpokenReply.Engine}, ";

    /// <param name="wordedBy">As a turn keeps it, see <see cref="SpokenReply.WordedBy"/>.</param>
    public static ReplyWording Of(string wordedBy) => wordedBy switch
    {
        SpokenReply.Engine => new(WordingSource.Engine, null),
        SpokenReply.Trainer => new(WordingSource.Trainer, null),
        _ when wordedBy.StartsWith(Chosen, StringComparison.Ordinal) => new(WordingSource.Choice, wordedBy[Chosen.Length..]),
        _ => new(WordingSource.Model, wordedBy),
    };

    /// <summary>How many of the turns each worded, the most first.</summary>
    public static IReadOnlyList<(ReplyWording Wording, int Turns)> Count(IEnumerable<ResultTurn> turns) =>
        [.. turns.CountBy(turn => Of(turn.WordedBy)).OrderByDescending(share => share.Value).ThenBy(share => share.Key.Source).Select(share => (share.Key, share.Value))];
}
