using FluentValidation;
using MediatR;
using Orleans.Runtime;
using Platform.Scenarios.Turns;

namespace Platform.Scenarios.Conversations;

/// <summary>Something came in from a channel: keep it, acknowledge it, answer it behind.</summary>
/// <param name="WaitForReplies">Whether the outcome carries the replies; they are then not sent through the channel.</param>
public sealed record HearActivity(string Channel, string ChannelConversationId, Heard Heard, bool WaitForReplies = false) : IRequest<HearOutcome>;

internal sealed class HearActivityRules : AbstractValidator<HearActivity>
{
    public HearActivityRules()
    {
        RuleFor(a => a.Channel).NotEmpty().MaximumLength(64).Must(channel => !channel.Contains('/', StringComparison.Ordinal))
            .WithMessage("A channelId has 1 to 64 characters and no slash.");
        RuleFor(a => a.ChannelConversationId).NotEmpty().MaximumLength(400);
        RuleFor(a => a.Heard.ActivityId).MaximumLength(400);
        RuleFor(a => a.Heard.UserId).MaximumLength(400);
        RuleFor(a => a.Heard.Locale).MaximumLength(35);
        RuleFor(a => a.Heard.Kind).NotEmpty().MaximumLength(64);
    }
}

internal sealed class HearActivityHandler(IGrainFactory grains) : IRequestHandler<HearActivity, HearOutcome>
{
    public async Task<HearOutcome> Handle(HearActivity command, CancellationToken cancellationToken)
    {
        try
        {
            return await HearAsync(command);
        }
        catch (Exception failure) when (failure is SiloUnavailableException or OrleansMessageRejectionException && command.Heard.ActivityId is not null)
        {
            return await HearAsync(command); // the owner went away; its id makes the second try harmless
        }
    }

    private Task<HearOutcome> HearAsync(HearActivity command)
    {
        CarriedTrace.Send();
        var conversation = grains.GetGrain<IConversationGrain>(ConversationKey.Of(command.Channel, command.ChannelConversationId));
        return command.WaitForReplies ? conversation.HearAndAnswer(command.Heard) : conversation.Hear(command.Heard);
    }
}
