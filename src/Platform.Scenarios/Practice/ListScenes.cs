using MediatR;
using Platform.Scenarios.CommunityRole;

namespace Platform.Scenarios.Practice;

/// <summary>Who and what can be practised in a language; nothing that is gated.</summary>
public sealed record ListScenes(string Lang) : IRequest<SceneChoices>;

public sealed record SceneChoices(IReadOnlyList<PersonChoice> Residents, IReadOnlyList<CaseChoice> Cases, IReadOnlyList<PersonChoice> HelpSeekers);

public sealed record PersonChoice(string Id, string Name, int Age, string Occupation, string Background, string Title, string Situation, string Goal, bool HasCrisis);

public sealed record CaseChoice(string Id, string Title, Topic Topic, string Situation, string Goal);

internal sealed class ListScenesHandler(PracticeScenes scenes) : IRequestHandler<ListScenes, SceneChoices>
{
    public Task<SceneChoices> Handle(ListScenes query, CancellationToken cancellationToken) => Task.FromResult(new SceneChoices(
        [.. scenes.Residents.Where(r => r.Lang == query.Lang).Select(r => new PersonChoice(r.Id, r.Name, r.Profile.Age, r.Profile.Occupation, r.Profile.Background, "", "", "", HasCrisis: false))],
        [.. scenes.Cases.Where(c => c.Lang == query.Lang).Select(c => new CaseChoice(c.Id, c.Title, c.Topic, c.Situation, c.Goal))],
        [.. scenes.HelpSeekers.Where(p => p.Lang == query.Lang).Select(p => new PersonChoice(p.Id, p.Name, p.Profile.Age, p.Profile.Occupation, p.Profile.Background, p.Title, p.Situation, p.Goal, p.Crisis is not null))]));
}
