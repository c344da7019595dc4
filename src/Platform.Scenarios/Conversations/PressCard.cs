using MediatR;
using Platform.Scenarios.Turns;

namespace Platform.Scenarios.Conversations;

/// <summary>A press on a card of a scenario.</summary>
internal sealed record PressCard(string Scenario, Dialogue Dialogue, string? Verb, string Data) : IRequest<CardAnswer>;

internal sealed class PressCardHandler(ScenarioCatalog scenarios) : IRequestHandler<PressCard, CardAnswer>
{
    public async Task<CardAnswer> Handle(PressCard command, CancellationToken cancellationToken) =>
        scenarios[command.Scenario] is ICardScenario scenario
            ? await scenario.PressAsync(command.Dialogue, command.Verb, command.Data, cancellationToken)
            : new CardAnswer.Unknown();
}
