using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Platform.Scenarios.Simulation.Acts;

namespace Platform.Scenarios.Simulation.Characters;

/// <summary>Names of what moves in a character, each from 0 to 100.</summary>
public static class StateVariables
{
    public const string Anger = "anger";
    public const string Trust = "trust";
    public const string Patience = "patience";
    public const string Heard = "heard";

    public const string Emotion = "emotion";
    public const string Rapport = "rapport";
    public const string Openness = "openness";
    public const string Control = "control";
    public const string Efficacy = "efficacy";
    public const string Awareness = "awareness";

    public static IReadOnlyList<string> Of(string family) => family == ActCodes.CommunityFamily ? [Anger, Trust, Patience, Heard] : [Emotion, Rapport, Openness, Control, Efficacy, Awareness];
}

/// <summary>How a character is inside at one moment.</summary>
public sealed record CharacterState
{
    [JsonConstructor]
    public CharacterState(ImmutableSortedDictionary<string, int> values) => Values = values;

    public ImmutableSortedDictionary<string, int> Values { get; }

    public int this[string variable] => Values.GetValueOrDefault(variable);

    public static CharacterState Of(params (string Variable, int Value)[] values) =>
        new(values.ToImmutableSortedDictionary(v => v.Variable, v => Math.Clamp(v.Value, 0, 100), StringComparer.Ordinal));

    public CharacterState Moved(string variable, int by) => new(Values.SetItem(variable, Math.Clamp(this[variable] + by, 0, 100)));
}

/// <summary>One move of one variable, with its reason in the language of the scene.</summary>
public sealed record StateMove(string Variable, int By, string Reason);

/// <summary>What an act does to a character.</summary>
/// <param name="By">At its first time; a good act that is repeated does less each time, a bad one more.</param>
public sealed record MoveRule(string Act, string Variable, int By, string ReasonZh, string ReasonEn);

/// <summary>How the character answers.</summary>
public enum StageDirection
{
    Escalate,
    Hold,
    Soften,
}
