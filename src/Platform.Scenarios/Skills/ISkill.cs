namespace Platform.Scenarios.Skills;

/// <summary>A small ability that any scenario, page or outside application may call.</summary>
public interface ISkill
{
    /// <summary>Its name in routes and in the API, such as poetry.</summary>
    string Name { get; }

    Task<SkillOutcome> RunAsync(SkillRequest request, CancellationToken cancellationToken);
}

/// <param name="Text">What it is to work on.</param>
/// <param name="Arguments">By name; which ones it knows, the skill says when another is given.</param>
/// <param name="IsChinese">In which language it says what it cannot do.</param>
public sealed record SkillRequest(string Text, IReadOnlyDictionary<string, string> Arguments, bool IsChinese)
{
    /// <returns>Null when the argument was not given.</returns>
    public string? Argument(string name) => Arguments.GetValueOrDefault(name);

    /// <returns>Null when every argument is among those that are known.</returns>
    public SkillOutcome.Unable? UnknownArgument(params string[] known) => Arguments.Keys.Except(known, StringComparer.Ordinal).FirstOrDefault() is { } unknown
        ? SkillOutcome.Cannot(this, $"不认识参数“{unknown}”。可用：{string.Join("、", known)}。", $"There is no argument '{unknown}'. Known: {string.Join(", ", known)}.")
        : null;
}

/// <summary>What comes of a skill.</summary>
public abstract record SkillOutcome
{
    /// <param name="Model">The model that worded it, or the engine where none did.</param>
    /// <param name="PromptHash">Of the prompt it was given; null where there was none.</param>
    /// <param name="Details">For callers that want more than the text: what was checked, what it rests on. Written as JSON by the API.</param>
    public sealed record Done(string Text, string Model, string? PromptHash, object? Details) : SkillOutcome;

    /// <summary>It cannot be done here, or not so. The words are for the person.</summary>
    public sealed record Unable(string Why) : SkillOutcome;

    internal static Unable Cannot(SkillRequest request, string chinese, string english) => new(request.IsChinese ? chinese : english);
}
