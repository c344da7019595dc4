using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using System.Text.Json;
using MediatR;
using Microsoft.Extensions.DependencyInjection;
using Platform.Scenarios.Conversations;
using Platform.Scenarios.Turns;
using Platform.Testing;

namespace Platform.Scenarios.Tests.Conversations;

/// <summary>Keeps what it was asked with its answer, as scenarios do, and can be made to wait and to hand over.</summary>
internal sealed class QuotingScenario : IScenario, INotificationHandler<MessageErased>
{
    public string Name => "quoting";

    public ConcurrentQueue<Dialogue> Asked { get; } = [];

    public ConcurrentQueue<MessageErased> Erased { get; } = [];

    /// <summary>It answers when this is done.</summary>
    public Task Ready { get; set; } = Task.CompletedTask;

    public bool HandsOver { get; init; }

    /// <summary>Details of its answers in place of what was asked.</summary>
    public string? Carried { get; set; }

    public async IAsyncEnumerable<ReplyEvent> RespondAsync(Dialogue dialogue, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        Asked.Enqueue(dialogue);
        await Ready.WaitAsync(cancellationToken);
        yield return new ReplyEvent.Said(new Reply { Text = "said", Details = Carried ?? JsonSerializer.Serialize(new { query = dialogue.Heard.Text }) });
        if (HandsOver)
            yield return new ReplyEvent.HandedOver();
    }

    public Task Handle(MessageErased notification, CancellationToken cancellationToken)
    {
        Erased.Enqueue(notification);
        return Task.CompletedTask;
    }

    /// <summary>The host with this scenario for every conversation.</summary>
    public TestHost Host(params (string Key, string? Value)[] settings) =>
        new([("Conversations:Scenario", Name), .. settings]) { Replace = services => services.AddSingleton<IScenario>(this).AddSingleton<INotificationHandler<MessageErased>>(this) };
}
