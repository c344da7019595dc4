using System.Text.Json;
using MediatR;
using Platform.Bots.Channels.Activities;
using Platform.Data.Conversations;
using Platform.Scenarios.Conversations;
using Platform.Scenarios.Turns;

namespace Platform.Bots.Channels.Connector;

/// <summary>Replies in the answer to the request, for senders that ask for them with <c>deliveryMode: expectReplies</c>.</summary>
internal static class ExpectedReplies
{
    private const int MostLookedThrough = 100;

    /// <param name="publicUrl">See <see cref="ReplyEnvelope.PublicUrl"/>.</param>
    public static async Task WriteAsync(HttpResponse response, ReceivedActivity received, IReadOnlyList<KeptTurn> replies, Uri publicUrl)
    {
        response.StatusCode = StatusCodes.Status200OK;
        response.ContentType = "application/json; charset=utf-8";
        var activity = received.Activity;
        var envelope = new ReplyEnvelope(activity.ChannelId!)
        {
            ServiceUrl = activity.ServiceUrl,
            From = activity.Recipient,
            Recipient = activity.From,
            Conversation = activity.Conversation,
            ReplyToId = activity.Id,
            Locale = activity.Locale,
            PublicUrl = publicUrl,
        };
        await using var json = new Utf8JsonWriter(response.BodyWriter, ActivityJson.WriterOptions);
        json.WriteStartObject();
        json.WriteStartArray("activities"u8);
        foreach (var reply in replies)
            ReplyActivity.Write(json, Reply.FromJson(reply.Content), envelope with { Id = reply.Id.ToString(), Timestamp = reply.At });
        json.WriteEndArray();
        json.WriteEndObject();
    }

    /// <summary>The replies that an activity had when it came first.</summary>
    public static async Task<IReadOnlyList<KeptTurn>> FindAsync(ReceivedActivity received, int sequence, IMediator mediator)
    {
        var later = await mediator.Send(new ReadTurns(received.Channel, received.Conversation, sequence, MostLookedThrough)) ?? [];
        return [.. later.Where(turn => turn.InReplyTo == sequence && turn.Speaker == Speaker.Bot)];
    }
}
