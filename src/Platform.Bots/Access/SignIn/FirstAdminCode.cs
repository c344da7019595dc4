using MediatR;
using Platform.Scenarios.Accounts;

namespace Platform.Bots.Access.SignIn;

/// <summary>While no admin exists, prints at each start where the one-time code for <c>/setup</c> is found.</summary>
internal sealed class FirstAdminCode(IServiceScopeFactory scopes) : IHostedService
{
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        if (await scope.ServiceProvider.GetRequiredService<IMediator>().Send(new PrepareFirstAdmin(), cancellationToken) is PrepareFirstAdminOutcome.Waiting waiting)
            await Console.Out.WriteLineAsync($"No admin exists yet. Open /setup and enter the one-time code {waiting.Code} (also in {waiting.File}).");
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
