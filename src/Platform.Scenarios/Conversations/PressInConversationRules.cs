using FluentValidation;

namespace Platform.Scenarios.Conversations;

/// <summary>A press names its conversation as <see cref="HearActivity"/> does, and may begin it too.</summary>
internal sealed class PressInConversationRules : AbstractValidator<PressInConversation>
{
    public PressInConversationRules()
    {
        RuleFor(p => p.Channel).NotEmpty().MaximumLength(64).Must(channel => !channel.Contains('/', StringComparison.Ordinal))
            .WithMessage("A channelId has 1 to 64 characters and no slash.");
        RuleFor(p => p.ChannelConversationId).NotEmpty().MaximumLength(400);
        RuleFor(p => p.Heard.ActivityId).MaximumLength(400);
        RuleFor(p => p.Heard.UserId).MaximumLength(400);
        RuleFor(p => p.Heard.Locale).MaximumLength(35);
        RuleFor(p => p.Heard.Kind).NotEmpty().MaximumLength(64);
    }
}
