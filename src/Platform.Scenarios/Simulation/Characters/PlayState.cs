using System.Collections.Immutable;
using Platform.Scenarios.Simulation.Acts;

namespace Platform.Scenarios.Simulation.Characters;

/// <summary>All that a session is at one moment, so that it goes on from here: after a restart, or in another branch.</summary>
public sealed record PlayState
{
    public required CharacterState State { get; init; }

    /// <summary>Utterances of the trainee so far.</summary>
    public int Turn { get; init; }

    public ImmutableList<ToldFact> Told { get; init; } = [];

    /// <summary>How often each act was seen.</summary>
    public ImmutableSortedDictionary<string, int> Acts { get; init; } = ImmutableSortedDictionary.Create<string, int>(StringComparer.Ordinal);

    /// <summary>Lines that were spoken, so that none is spoken twice while others are left.</summary>
    public ImmutableList<string> Spoken { get; init; } = [];

    /// <summary>The trainee's utterances in plain form, to see repetition.</summary>
    public ImmutableList<string> Heard { get; init; } = [];

    /// <summary>The last reply's words.</summary>
    public string? LastReply { get; init; }

    /// <summary>The turn at which everything needed for an agreement was there.</summary>
    public int? ReadySince { get; init; }

    public PlayEnd? End { get; init; }

    public int Times(string act) => Acts.GetValueOrDefault(act);
}

/// <param name="Elicited">Whether it was earned by a question; otherwise it was volunteered.</param>
public sealed record ToldFact(string Fact, int Turn, bool Elicited);

public enum PlayEnd
{
    WalkedOut,

    /// <summary>The trainee ended it, or took leave, before anything was agreed.</summary>
    Closed,
    Agreed,
    TimeUp,
}

/// <summary>An utterance of the trainee with what was seen in it.</summary>
/// <param name="Asked">Facts that it asks about, told or not.</param>
public sealed record HeardUtterance(string Text, IReadOnlyList<RecognisedAct> Acts, bool IsQuestion, bool IsRepeat, bool TakesLeave, IReadOnlyList<string> Asked)
{
    public bool Has(string act) => Acts.Any(seen => seen.Act == act);

    public bool HasAny(IEnumerable<string> acts) => acts.Any(Has);

    public bool IsProhibited => Acts.Any(seen => ActCodes.Prohibited.Contains(seen.Act));
}

/// <summary>One turn: what was said, what it did, and what was answered.</summary>
public sealed record PlayTurn
{
    /// <summary>From 1.</summary>
    public required int Number { get; init; }

    public required string Utterance { get; init; }

    public required IReadOnlyList<RecognisedAct> Acts { get; init; }

    /// <summary>The version of the recogniser that saw the acts; null where it is not kept.</summary>
    public string? Recogniser { get; init; }

    public required IReadOnlyList<StateMove> Moves { get; init; }

    public required StageDirection Direction { get; init; }

    /// <summary>Facts said in this reply.</summary>
    public required IReadOnlyList<ToldFact> Told { get; init; }

    public required SpokenReply Reply { get; init; }

    /// <summary>The whole state after it.</summary>
    public required PlayState After { get; init; }
}

/// <param name="Words">What is said.</param>
/// <param name="Gesture">What is done meanwhile; shown in italics.</param>
/// <param name="Thought">What goes on inside; never shown during a session.</param>
/// <param name="WordedBy"><see cref="Engine"/>, <see cref="Trainer"/>, the model's name, or the engine and the model where a model chose among the engine's wordings.</param>
/// <param name="Refused">Why each try of a model was refused.</param>
public sealed record SpokenReply(string Words, string? Gesture, string Thought, string WordedBy, IReadOnlyList<string> Refused)
{
    public const string Engine = "engine";

    /// <summary>A trainer spoke in the character's place.</summary>
    public const string Trainer = "trainer";
}
