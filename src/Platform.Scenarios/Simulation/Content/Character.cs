namespace Platform.Scenarios.Simulation.Content;

/// <summary>Who a character is.</summary>
public sealed record Profile
{
    public required int Age { get; init; }

    public required Gender Gender { get; init; }

    public required string Occupation { get; init; }

    /// <summary>With whom it lives.</summary>
    public required string Household { get; init; }

    /// <summary>Where it lives: a building and flat for a resident, a town or dormitory for a help-seeker. Invented.</summary>
    public required string Home { get; init; }

    /// <summary>Two or three sentences of life before this talk; shown in the briefing, so nothing gated stands here.</summary>
    public required string Background { get; init; }

    /// <summary>What is shown or given to a model from the start.</summary>
    internal IEnumerable<(string Place, string Text)> Open(string place) =>
        [($"{place}.occupation", Occupation), ($"{place}.household", Household), ($"{place}.home", Home), ($"{place}.background", Background)];
}

public enum Gender
{
    Female,
    Male,
}

public enum SentenceLength
{
    Brief,
    Medium,
    Wordy,
}

/// <summary>How a character speaks.</summary>
public sealed record SpeakingStyle
{
    /// <summary>How it calls itself, for example 我, 咱, 我老太婆.</summary>
    public required IReadOnlyList<string> Self { get; init; }

    /// <summary>How it calls the trainee, for example 小同志, 你们居委会; for English "you people", "love".</summary>
    public required IReadOnlyList<string> Address { get; init; }

    /// <summary>Small words at the head of a sentence with their punctuation, for example "哎呀，".</summary>
    public required IReadOnlyList<string> Fillers { get; init; }

    /// <summary>Brief: one or two sentences a turn; wordy: up to five.</summary>
    public required SentenceLength Sentences { get; init; }

    /// <summary>Peculiarities in words, given to a model: proverbs, counting on the fingers, bookish words.</summary>
    public required IReadOnlyList<string> Traits { get; init; }

    /// <summary>What it does while speaking, for each direction.</summary>
    public required Gestures Gestures { get; init; }

    internal IEnumerable<ContentProblem> Problems(string place)
    {
        foreach (var problem in Rules.Lines($"{place}.self", Self, 1).Concat(Rules.Lines($"{place}.address", Address, 2)).Concat(Rules.Lines($"{place}.fillers", Fillers, 4))
            .Concat(Rules.Lines($"{place}.traits", Traits, 2)).Concat(Rules.Lines($"{place}.gestures.escalate", Gestures.Escalate, 4))
            .Concat(Rules.Lines($"{place}.gestures.hold", Gestures.Hold, 4)).Concat(Rules.Lines($"{place}.gestures.soften", Gestures.Soften, 4)))
            yield return problem;
    }
}

/// <summary>Gestures in the third person without a subject: 拍了一下桌子 · taps the table.</summary>
public sealed record Gestures
{
    public required IReadOnlyList<string> Escalate { get; init; }

    public required IReadOnlyList<string> Hold { get; init; }

    public required IReadOnlyList<string> Soften { get; init; }
}

/// <summary>What three trainees of different skill say, line by line; the acceptance test plays them.</summary>
public sealed record ScriptedTrainees
{
    public required IReadOnlyList<string> Good { get; init; }

    public required IReadOnlyList<string> Ordinary { get; init; }

    public required IReadOnlyList<string> Bad { get; init; }

    internal IEnumerable<ContentProblem> Problems(string place)
    {
        foreach (var (name, lines, least) in new[] { ("good", Good, 8), ("ordinary", Ordinary, 6), ("bad", Bad, 5) })
        {
            if (lines.Count < least)
                yield return Rules.TooFewLines($"{place}.{name}", lines.Count, least);
            if (lines.Any(string.IsNullOrWhiteSpace))
                yield return new ContentProblem($"{place}.{name} 有空行。", $"{place}.{name} has an empty line.");
        }
    }
}

/// <summary>A check of this scene alone, beside those of the family's rubric. One of <see cref="Fact"/>, <see cref="Act"/> and <see cref="Words"/> decides it.</summary>
public sealed record SceneCheck
{
    public required string Id { get; init; }

    /// <summary>A yes/no question about the trainee, about one observable thing.</summary>
    public required string Question { get; init; }

    /// <summary>Met when this fact was told after a question.</summary>
    public string? Fact { get; init; }

    /// <summary>Met when this act was seen.</summary>
    public string? Act { get; init; }

    /// <summary>Met when the trainee said any of them.</summary>
    public IReadOnlyList<string> Words { get; init; } = [];

    internal IEnumerable<ContentProblem> Problems(string place, IReadOnlyCollection<string> facts, IReadOnlyList<string> codes)
    {
        if (!Rules.IsId(Id))
            yield return Rules.BadId($"{place}.id", Id);
        if ((Fact is null ? 0 : 1) + (Act is null ? 0 : 1) + (Words.Count == 0 ? 0 : 1) != 1)
            yield return new ContentProblem($"{place} 要在 fact、act、words 中恰好写一个。", $"{place} must have exactly one of fact, act and words.");
        if (Fact is not null && !facts.Contains(Fact, StringComparer.Ordinal))
            yield return new ContentProblem($"{place}.fact：本文件里没有事实“{Fact}”。", $"{place}.fact '{Fact}' is no fact of this file.");
        if (Act is not null && !codes.Contains(Act, StringComparer.Ordinal))
            yield return Rules.NoAct($"{place}.act", Act, codes);
    }
}

/// <summary>How much harder or easier a level is; added to or multiplied with what the character has.</summary>
public sealed record DifficultyLevel
{
    /// <summary>Added to anger (resident) or emotion's heaviness (help-seeker) at the start, -40 to 40.</summary>
    public int Tension { get; init; }

    /// <summary>Added to trust or rapport at the start, -40 to 40.</summary>
    public int Trust { get; init; }

    /// <summary>Added to patience (resident) or openness (help-seeker) at the start, -40 to 40.</summary>
    public int Patience { get; init; }

    /// <summary>Multiplies what good acts move, 0.4 to 1.6.</summary>
    public double Gain { get; init; } = 1;

    /// <summary>Multiplies what bad acts move, 0.4 to 1.6.</summary>
    public double Loss { get; init; } = 1;

    /// <summary>Added to the level that rapport and depth gates ask for, -20 to 20.</summary>
    public int Gates { get; init; }

    internal IEnumerable<ContentProblem> Problems(string place)
    {
        if (Math.Abs(Tension) > 40 || Math.Abs(Trust) > 40 || Math.Abs(Patience) > 40)
            yield return new ContentProblem($"{place}：tension、trust、patience 应在 -40 到 40 之间。", $"{place}: tension, trust and patience go from -40 to 40.");
        if (Gain is < 0.4 or > 1.6 || Loss is < 0.4 or > 1.6)
            yield return new ContentProblem($"{place}：gain、loss 应在 0.4 到 1.6 之间。", $"{place}: gain and loss go from 0.4 to 1.6.");
        if (Math.Abs(Gates) > 20)
            yield return new ContentProblem($"{place}.gates 应在 -20 到 20 之间。", $"{place}.gates goes from -20 to 20.");
    }
}

/// <summary>Levels that differ from the engine's own; those left out are the engine's.</summary>
public sealed record Difficulties
{
    public DifficultyLevel? Easy { get; init; }

    public DifficultyLevel? Medium { get; init; }

    public DifficultyLevel? Hard { get; init; }

    internal IEnumerable<ContentProblem> Problems(string place) =>
        (Easy?.Problems($"{place}.easy") ?? []).Concat(Medium?.Problems($"{place}.medium") ?? []).Concat(Hard?.Problems($"{place}.hard") ?? []);
}
