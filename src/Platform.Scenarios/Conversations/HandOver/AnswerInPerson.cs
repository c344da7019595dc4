using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Platform.Data;
using Platform.Data.Conversations;
using Platform.Data.Operations;

namespace Platform.Scenarios.Conversations.HandOver;

/// <summary>A person takes a conversation over; the bot is silent from now on.</summary>
/// <param name="From">The account that attends it and is followed; null when it is the bot's, or waits.</param>
public sealed record TakeOver(Guid Conversation, Guid Account, Guid? From = null) : IRequest<SayOutcome>;

/// <summary>A person says something in a conversation that they took over.</summary>
public sealed record SayInPerson(Guid Conversation, Guid Account, string Text) : IRequest<SayOutcome>;

/// <summary>The person leaves; the bot answers again.</summary>
public sealed record HandBack(Guid Conversation, Guid Account) : IRequest<SayOutcome>;

internal sealed class SayInPersonRules : AbstractValidator<SayInPerson>
{
    public SayInPersonRules() => RuleFor(s => s.Text).NotEmpty().MaximumLength(10_000);
}

internal sealed class AnswerInPersonHandler(PlatformDbContext db, IGrainFactory grains, TimeProvider clock) :
    IRequestHandler<TakeOver, SayOutcome>, IRequestHandler<SayInPerson, SayOutcome>, IRequestHandler<HandBack, SayOutcome>
{
    public Task<SayOutcome> Handle(TakeOver command, CancellationToken cancellationToken) =>
        ActAsync(
            command.Conversation, command.Account, command.From is null ? "handover.take" : "handover.take-from", command.From is { } attendant ? new { attendant } : null,
            grain => grain.TakeOver(command.Account, command.From), cancellationToken);

    public Task<SayOutcome> Handle(SayInPerson command, CancellationToken cancellationToken) =>
        ActAsync(command.Conversation, command.Account, "handover.say", null, grain => grain.Say(command.Account, command.Text.Trim()), cancellationToken);

    public Task<SayOutcome> Handle(HandBack command, CancellationToken cancellationToken) =>
        ActAsync(command.Conversation, command.Account, "handover.back", null, grain => grain.HandBack(command.Account), cancellationToken);

    private async Task<SayOutcome> ActAsync(Guid conversation, Guid account, string act, object? figures, Func<IConversationGrain, Task<SayOutcome>> ask, CancellationToken cancellationToken)
    {
        if (await db.OwnerOfAsync(conversation, grains, cancellationToken) is not { } owner)
            return SayOutcome.NoSuchConversation;

        var outcome = await ask(owner);
        if (outcome == SayOutcome.Done)
        {
            db.Audit(clock.GetUtcNow(), account, act, conversation, figures);
            await db.SaveChangesAsync(CancellationToken.None);
        }

        return outcome;
    }
}

internal static class ConversationOwner
{
    /// <summary>The grain of a conversation that is known by its id here, not by its name in the channel.</summary>
    public static async Task<IConversationGrain?> OwnerOfAsync(this PlatformDbContext db, Guid conversation, IGrainFactory grains, CancellationToken cancellationToken)
    {
        var id = new ConversationId(conversation);
        var known = await db.Conversations.Where(c => c.Id == id).Select(c => new { c.Channel, c.ChannelConversationId }).SingleOrDefaultAsync(cancellationToken);
        return known is null ? null : grains.GetGrain<IConversationGrain>(ConversationKey.Of(known.Channel, known.ChannelConversationId));
    }
}
