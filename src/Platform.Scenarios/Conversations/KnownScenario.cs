using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Platform.Scenarios.Conversations;

/// <summary>Stops the start when no scenario has the name that the configuration gives.</summary>
internal sealed class KnownScenario(ScenarioCatalog scenarios, IOptions<ConversationOptions> options) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken) => scenarios.Knows(options.Value.Scenario)
        ? Task.CompletedTask
        : throw new OptionsValidationException(Options.DefaultName, typeof(ConversationOptions), [$"Conversations:Scenario is '{options.Value.Scenario}'. Known: {string.Join(", ", scenarios.Names)}."]);

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
