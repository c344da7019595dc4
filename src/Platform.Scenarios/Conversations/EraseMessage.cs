using MediatR;

namespace Platform.Scenarios.Conversations;

/// <summary>A person removed a message in their channel: what it said is removed here too.</summary>
/// <param name="MessageId">The channel's id of the message.</param>
public sealed record EraseMessage(string Channel, string ChannelConversationId, string MessageId) : IRequest<EraseOutcome>;

/// <summary>What came of removing a message.</summary>
[GenerateSerializer]
public enum EraseOutcome
{
    Erased = 0,
    NoSuchMessage = 1,
}

internal sealed class EraseMessageHandler(IGrainFactory grains) : IRequestHandler<EraseMessage, EraseOutcome>
{
    public Task<EraseOutcome> Handle(EraseMessage command, CancellationToken cancellationToken) =>
        grains.GetGrain<IConversationGrain>(ConversationKey.Of(command.Channel, command.ChannelConversationId)).Erase(command.MessageId);
}
