using MediatR;
using Platform.Scenarios.Turns;

namespace Platform.Scenarios.Conversations;

/// <summary>Someone pressed a button of a card that is answered in place.</summary>
/// <param name="Data">JSON: the action's data with the card's inputs.</param>
public sealed record PressInConversation(string Channel, string ChannelConversationId, Heard Heard, string? Verb, string Data) : IRequest<CardAnswer>;

internal sealed class PressInConversationHandler(IGrainFactory grains) : IRequestHandler<PressInConversation, CardAnswer>
{
    public Task<CardAnswer> Handle(PressInConversation command, CancellationToken cancellationToken) =>
        grains.GetGrain<IConversationGrain>(ConversationKey.Of(command.Channel, command.ChannelConversationId)).Press(command.Heard, command.Verb, command.Data);
}
