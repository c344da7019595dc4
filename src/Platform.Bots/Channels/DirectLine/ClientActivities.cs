using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using MediatR;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;
using Platform.Bots.Channels.Activities;
using Platform.Scenarios.Conversations;
using Platform.Scenarios.Turns;

namespace Platform.Bots.Channels.DirectLine;

/// <summary>An activity as a client sent it.</summary>
/// <param name="Content">Its JSON.</param>
/// <param name="TokenUser">Who the token speaks for; it counts before what the activity says.</param>
internal sealed record ClientActivity(string Conversation, Activity Activity, string Content, string? TokenUser)
{
    /// <summary>Stand in place of the activity's own; null leaves them.</summary>
    public IReadOnlyList<Attachment>? Attachments { get; init; }
}

/// <summary>Takes activities of clients into conversations.</summary>
internal sealed class ClientActivities(IMediator mediator, ConversationStart start, TurnActivities turns, IOptions<DirectLineOptions> options)
{
    private const int LongestType = 64;
    private const int LongestActivityId = 400;

    public async Task<IResult> TakeAsync(ClientActivity client, CancellationToken cancellationToken)
    {
        var (conversation, activity) = (client.Conversation, client.Activity);
        var user = client.TokenUser ?? activity.From?.Id;
        if (string.IsNullOrEmpty(user))
            return DirectLineError.BadArgument("from.id is missing.");
        if (client.TokenUser is null && (turns.IsOurs(user) ? DirectLineError.BadArgument("from.id is the bot's.") : ConversationEndpoints.RefuseUser(user)) is { } refusal)
            return refusal;
        if (activity.Type is not { Length: <= LongestType } type || type is ActivityTypes.ConversationUpdate or ActivityTypes.InstallationUpdate or ActivityTypes.MessageUpdate or ActivityTypes.MessageDelete)
            return DirectLineError.BadArgument("Clients cannot send activities of this type.");
        if (!await start.JoinAsync(conversation, user, activity.Locale is { Length: <= 35 } locale ? locale : null, cancellationToken))
            return DirectLineError.NoSuchConversation;
        if (type == ActivityTypes.Typing)
            return Id($"{conversation}|typing"); // the bot does not listen to it

        var feedback = ClientFeedback.Read(activity, conversation);
        if (feedback is not null && await mediator.Send(feedback, cancellationToken) == FeedbackOutcome.NoSuchAnswer)
            return DirectLineError.BadArgument("The feedback is about no answer of this conversation.");

        return await mediator.Send(new HearActivity(DirectLineChannel.Name, conversation, HeardOf(client, user, type, feedback is not null)), cancellationToken) switch
        {
            HearOutcome.Accepted accepted => Id(TurnActivities.IdOf(conversation, accepted.Sequence)),
            HearOutcome.Duplicate duplicate => Id(TurnActivities.IdOf(conversation, duplicate.Sequence)),
            HearOutcome.Busy => DirectLineError.TooMany(TimeSpan.FromSeconds(5)),
            var other => throw new InvalidOperationException($"No answer is written for {other.GetType().Name}."),
        };
    }

    private Heard HeardOf(ClientActivity client, string user, string type, bool isFeedback)
    {
        var isPress = CardPresses.IsPress(client.Activity);
        var content = ClientContent.ToKeep(client, user, options.Value.BotId, name: isPress ? CardPress.ActionName : null);
        var heard = client.Activity.ToHeard(content, reference: null)
            ?? new Heard(type, null) { Content = content, Locale = client.Activity.Locale is { Length: <= 35 } locale ? locale : null, WantsAnswer = false };
        return heard with
        {
            ActivityId = KeyOf(client, user),
            UserId = user,
            Name = isPress ? CardPress.ActionName : heard.Name,
            Value = client.Activity.Value is { ValueKind: not (JsonValueKind.Null or JsonValueKind.Undefined) } value ? value.GetRawText() : null,
            WantsAnswer = isPress || (heard.WantsAnswer && !isFeedback),
        };
    }

    /// <summary>A client that saw no answer repeats its request with the same clientActivityID.</summary>
    private static string KeyOf(ClientActivity client, string user)
    {
        if (client.Activity.ChannelData is not { ValueKind: JsonValueKind.Object } data || !data.TryGetText("clientActivityID", out var given) || given is null)
            return $"new:{Guid.NewGuid():N}"; // an id of its own makes it safe to hand it over a second time when a node goes away
        var key = $"sent:{user}:{given}";
        return key.Length <= LongestActivityId ? key : $"sent:{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key)))}";
    }

    private static JsonHttpResult<IdBody> Id(string id) => TypedResults.Json(new IdBody(id), DirectLineJson.Default.IdBody);
}
