using MediatR;

namespace Platform.Scenarios.Skills;

/// <summary>Has a skill do its work.</summary>
public sealed record RunSkill(string Skill, SkillRequest Request) : IRequest<RunSkillOutcome>;

public abstract record RunSkillOutcome
{
    public sealed record Ran(SkillOutcome Outcome) : RunSkillOutcome;

    public sealed record NoSuchSkill(IReadOnlyList<string> Known) : RunSkillOutcome;
}

public sealed class RunSkillHandler(SkillCatalog skills) : IRequestHandler<RunSkill, RunSkillOutcome>
{
    public async Task<RunSkillOutcome> Handle(RunSkill message, CancellationToken cancellationToken) =>
        skills.Find(message.Skill) is { } skill ? new RunSkillOutcome.Ran(await skill.RunAsync(message.Request, cancellationToken)) : new RunSkillOutcome.NoSuchSkill(skills.Names);
}
