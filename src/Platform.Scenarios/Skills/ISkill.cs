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
public sealed record SkillRequest(string Text, IReadOnlyDictionary<string, string> Arguments, bool IsChinese);

/// <summary>What comes of a skill.</summary>
public abstract record SkillOutcome
{
    /// <param name="Model">The model that worded it.</param>
    /// <param name="PromptHash">Of the prompt it was given; null where it went on from a text.</param>
    /// <param name="Details">For callers that want more than the text: what was checked, other candidates.</param>
    public sealed record Done(string Text, string Model, string? PromptHash, object? Details) : SkillOutcome;

    /// <summary>It cannot be done here, or not so. The words are for the person.</summary>
    public sealed record Unable(string Why) : SkillOutcome;
}
