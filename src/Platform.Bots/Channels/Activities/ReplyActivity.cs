using System.Buffers;
using System.Text.Json;
using Platform.Scenarios.Turns;

namespace Platform.Bots.Channels.Activities;

/// <summary>What stands around a reply on its way to a channel. Only what is set is written.</summary>
internal sealed record ReplyEnvelope(string ChannelId)
{
    public string? Id { get; init; }

    public DateTimeOffset? Timestamp { get; init; }

    public string? ServiceUrl { get; init; }

    /// <summary>The bot: the recipient of what is answered.</summary>
    public ChannelAccount? From { get; init; }

    public ChannelAccount? Recipient { get; init; }

    public ConversationAccount? Conversation { get; init; }

    public string? ReplyToId { get; init; }

    public string? Locale { get; init; }

    /// <summary>Makes links to sources absolute; without it they are left out where they are relative.</summary>
    public Uri? PublicUrl { get; init; }

    /// <summary>Set on the steps and on the final message of a streamed answer.</summary>
    public StreamStep? Stream { get; init; }

    /// <summary>Web Chat 4.18 shows thumbs for actions of the message's entity, not for channelData.</summary>
    public bool ThumbsInEntity { get; init; }

    public bool InTeams => ChannelId == "msteams";

    /// <summary>Teams shows suggested actions in one-to-one chats only.</summary>
    public bool InTeamsGroup => InTeams && Conversation is { } conversation
        && (conversation.IsGroup == true || conversation.ConversationType is "groupChat" or "channel");
}

/// <summary>A step of a streamed answer.</summary>
/// <param name="Type"><c>informative</c>, <c>streaming</c> or <c>final</c>.</param>
/// <param name="Id">The stream's id; null on its first step, which makes it.</param>
/// <param name="Sequence">From 1; not written on the final one.</param>
/// <param name="InChannelData">Whether it is written into channelData too, where Web Chat looks for it.</param>
internal sealed record StreamStep(string Type, string? Id, int Sequence, bool InChannelData = false)
{
    public const string Informative = "informative";
    public const string Streaming = "streaming";
    public const string Final = "final";
}

/// <summary>Writes replies as activities.</summary>
internal static class ReplyActivity
{
    public static byte[] ToUtf8(Reply reply, ReplyEnvelope envelope) => Written(json => Write(json, reply, envelope));

    public static byte[] ProgressToUtf8(string? text, ReplyEnvelope envelope) => Written(json => WriteProgress(json, text, envelope));

    /// <summary>A message, or the end of the conversation when the reply has an end code.</summary>
    public static void Write(Utf8JsonWriter json, Reply reply, ReplyEnvelope envelope)
    {
        json.WriteStartObject();
        json.WriteString("type"u8, reply.EndCode is null ? ActivityTypes.Message : ActivityTypes.EndOfConversation);
        WriteEnvelope(json, envelope);
        if (reply.EndCode is not null)
            json.WriteString("code"u8, reply.EndCode);
        if (!string.IsNullOrEmpty(reply.Text))
        {
            json.WriteString("textFormat"u8, "markdown"u8);
            json.WriteString("text"u8, reply.Text);
        }

        if (reply.Choices.Count > 0 && !envelope.InTeamsGroup)
            WriteSuggestedActions(json, reply.Choices);
        if (reply.Cards.Count > 0 || (reply.Choices.Count > 0 && envelope.InTeamsGroup))
            WriteAttachments(json, reply, envelope);
        var offersThumbs = reply.AsksFeedback && envelope.ThumbsInEntity && envelope.Id is not null;
        var hasMessageEntity = reply.AiGenerated || reply.Citations.Count > 0 || offersThumbs;
        if (envelope.Stream is not null || hasMessageEntity)
        {
            json.WriteStartArray("entities"u8);
            if (envelope.Stream is not null)
                WriteStreamEntity(json, envelope.Stream);
            if (hasMessageEntity)
                MessageEntity.Write(json, reply, envelope, offersThumbs);
            json.WriteEndArray();
        }

        WriteChannelData(json, envelope.Stream, reply.AsksFeedback);
        json.WriteEndObject();
    }

    /// <summary>A sign that the answer is on its way: typing, with the text so far when it is streamed.</summary>
    public static void WriteProgress(Utf8JsonWriter json, string? text, ReplyEnvelope envelope)
    {
        json.WriteStartObject();
        json.WriteString("type"u8, ActivityTypes.Typing);
        WriteEnvelope(json, envelope);
        if (!string.IsNullOrEmpty(text))
            json.WriteString("text"u8, text);
        if (envelope.Stream is not null)
        {
            json.WriteStartArray("entities"u8);
            WriteStreamEntity(json, envelope.Stream);
            json.WriteEndArray();
        }

        WriteChannelData(json, envelope.Stream, asksFeedback: false);
        json.WriteEndObject();
    }

    private static void WriteEnvelope(Utf8JsonWriter json, ReplyEnvelope envelope)
    {
        WriteIfSet(json, "id"u8, envelope.Id);
        if (envelope.Timestamp is { } timestamp)
            json.WriteString("timestamp"u8, timestamp.UtcDateTime);
        WriteIfSet(json, "channelId"u8, envelope.ChannelId);
        WriteIfSet(json, "serviceUrl"u8, envelope.ServiceUrl);
        if (envelope.From is not null)
        {
            json.WritePropertyName("from"u8);
            JsonSerializer.Serialize(json, envelope.From, ActivityJson.Default.ChannelAccount);
        }

        if (envelope.Recipient is not null)
        {
            json.WritePropertyName("recipient"u8);
            JsonSerializer.Serialize(json, envelope.Recipient, ActivityJson.Default.ChannelAccount);
        }

        if (envelope.Conversation is not null)
        {
            json.WritePropertyName("conversation"u8);
            JsonSerializer.Serialize(json, envelope.Conversation, ActivityJson.Default.ConversationAccount);
        }

        WriteIfSet(json, "replyToId"u8, envelope.ReplyToId);
        WriteIfSet(json, "locale"u8, envelope.Locale);
    }

    private static void WriteSuggestedActions(Utf8JsonWriter json, IReadOnlyList<Choice> choices)
    {
        json.WriteStartObject("suggestedActions"u8);
        WriteChoices(json, "actions"u8, choices);
        json.WriteEndObject();
    }

    private static void WriteChoices(Utf8JsonWriter json, ReadOnlySpan<byte> name, IReadOnlyList<Choice> choices)
    {
        json.WriteStartArray(name);
        foreach (var choice in choices)
        {
            json.WriteStartObject();
            json.WriteString("type"u8, "imBack"u8); // the only kind that Teams shows
            json.WriteString("title"u8, choice.Title);
            json.WriteString("value"u8, choice.Value);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteAttachments(Utf8JsonWriter json, Reply reply, ReplyEnvelope envelope)
    {
        json.WriteStartArray("attachments"u8);
        foreach (var card in reply.Cards)
        {
            json.WriteStartObject();
            json.WriteString("contentType"u8, card.ContentType);
            json.WritePropertyName("content"u8);
            json.WriteRawValue(card.Json);
            json.WriteEndObject();
        }

        if (reply.Choices.Count > 0 && envelope.InTeamsGroup)
        {
            json.WriteStartObject();
            json.WriteString("contentType"u8, "application/vnd.microsoft.card.hero"u8);
            json.WriteStartObject("content"u8);
            WriteChoices(json, "buttons"u8, reply.Choices);
            json.WriteEndObject();
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteStreamEntity(Utf8JsonWriter json, StreamStep stream)
    {
        json.WriteStartObject();
        json.WriteString("type"u8, "streaminfo"u8);
        WriteStream(json, stream);
        json.WriteEndObject();
    }

    private static void WriteStream(Utf8JsonWriter json, StreamStep stream)
    {
        WriteIfSet(json, "streamId"u8, stream.Id);
        json.WriteString("streamType"u8, stream.Type);
        if (stream.Type != StreamStep.Final)
            json.WriteNumber("streamSequence"u8, stream.Sequence);
    }

    private static void WriteChannelData(Utf8JsonWriter json, StreamStep? stream, bool asksFeedback)
    {
        var streamed = stream is { InChannelData: true };
        if (!streamed && !asksFeedback)
            return;
        json.WriteStartObject("channelData"u8);
        if (streamed)
            WriteStream(json, stream!);
        if (asksFeedback)
        {
            json.WriteStartObject("feedbackLoop"u8);
            json.WriteString("type"u8, "default"u8);
            json.WriteEndObject();
        }

        json.WriteEndObject();
    }

    private static void WriteIfSet(Utf8JsonWriter json, ReadOnlySpan<byte> name, string? value)
    {
        if (!string.IsNullOrEmpty(value))
            json.WriteString(name, value);
    }

    private static byte[] Written(Action<Utf8JsonWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>(1024);
        using (var json = new Utf8JsonWriter(buffer, ActivityJson.WriterOptions))
            write(json);
        return buffer.WrittenSpan.ToArray();
    }
}
