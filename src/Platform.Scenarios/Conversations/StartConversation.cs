using FluentValidation;
using MediatR;

namespace Platform.Scenarios.Conversations;

/// <summary>Begins a channel's conversation, or finds that it has begun.</summary>
public sealed record StartConversation(string Channel, string ChannelConversationId, string? UserId, string? Locale) : IRequest<StartedConversation>;

/// <param name="LastPlace">Place of its last turn; 0 when it is new.</param>
public sealed record StartedConversation(bool IsNew, int LastPlace);

internal sealed class StartConversationRules : AbstractValidator<StartConversation>
{
    public StartConversationRules()
    {
        RuleFor(c => c.Channel).NotEmpty().MaximumLength(64);
        RuleFor(c => c.ChannelConversationId).NotEmpty().MaximumLength(400);
        RuleFor(c => c.UserId).MaximumLength(400);
        RuleFor(c => c.Locale).MaximumLength(35);
    }
}

internal sealed class StartConversationHandler(IGrainFactory grains, IMediator mediator) : IRequestHandler<StartConversation, StartedConversation>
{
    public async Task<StartedConversation> Handle(StartConversation command, CancellationToken cancellationToken)
    {
        var opened = await grains.GetGrain<IConversationGrain>(ConversationKey.Of(command.Channel, command.ChannelConversationId)).Open(command.UserId, command.Locale);
        if (opened.IsNew)
            return new StartedConversation(IsNew: true, LastPlace: 0);
        var known = await mediator.Send(new FindConversation(command.Channel, command.ChannelConversationId, null), cancellationToken);
        return new StartedConversation(IsNew: false, known?.LastPlace ?? 0);
    }
}
