using System.Buffers;
using System.Globalization;
using System.Text.Json;
using Microsoft.Extensions.Options;
using Platform.Bots.Channels.Activities;
using Platform.Data.Conversations;
using Platform.Scenarios.Conversations;
using Platform.Scenarios.Turns;

namespace Platform.Bots.Channels.DirectLine;

/// <summary>Writes turns as the activities that clients receive.</summary>
internal sealed class TurnActivities(IOptions<DirectLineOptions> options, StreamedAnswers streamed)
{
    private const string StaffId = "staff";

    private readonly ChannelAccount _bot = new() { Id = options.Value.BotId, Name = options.Value.BotName, Role = "bot" };
    private readonly ChannelAccount _staff = new() { Id = StaffId, Name = options.Value.StaffName, Role = "bot" };

    public static string IdOf(string conversation, int place) => string.Create(CultureInfo.InvariantCulture, $"{conversation}|{place:D7}");

    /// <summary>The place in an id that was given to this conversation's clients.</summary>
    public static int? PlaceIn(string? id, string conversation) =>
        id is not null && id.Length > conversation.Length && id[conversation.Length] == '|' && id.StartsWith(conversation, StringComparison.Ordinal)
        && int.TryParse(id.AsSpan(conversation.Length + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var place) ? place : null;

    /// <summary>Whether an id is one that only the service speaks with.</summary>
    public bool IsOurs(string user) => user == StaffId || user == options.Value.BotId;

    /// <summary>What the channel tells the bot is not told to clients; of an erased message nothing is left to tell.</summary>
    public static bool IsForClients(KeptTurn turn) =>
        turn.Kind is not (ActivityTypes.ConversationUpdate or ActivityTypes.InstallationUpdate) && turn.Content.Length > 2;

    /// <summary>An ActivitySet: the activities of turns, and how far they reach.</summary>
    public byte[] SetOf(string conversation, IEnumerable<KeptTurn> turns, Uri publicUrl, int watermark) => Written(json =>
    {
        json.WriteStartObject();
        json.WriteStartArray("activities"u8);
        foreach (var turn in turns.Where(IsForClients))
            Write(json, conversation, turn, publicUrl);
        json.WriteEndArray();
        json.WriteString("watermark"u8, Watermark.Of(watermark));
        json.WriteEndObject();
    });

    /// <summary>An ActivitySet for what is shown before an answer is final: without a watermark, because it is not kept.</summary>
    public byte[] SetOf(string conversation, TurnProgress progress, DateTimeOffset now) => Written(json =>
    {
        var stream = StreamOf(conversation, progress.InReplyTo);
        json.WriteStartObject();
        json.WriteStartArray("activities"u8);
        ReplyActivity.WriteProgress(json, progress.Text, Envelope(conversation, _bot) with
        {
            Id = progress.Step <= 1 ? stream : string.Create(CultureInfo.InvariantCulture, $"{stream}.{progress.Step}"), // the id of the first step is the stream's
            Timestamp = now,
            ReplyToId = IdOf(conversation, progress.InReplyTo),
            Stream = progress.Text is null ? null : new StreamStep(progress.Kind, stream, progress.Step, InChannelData: true),
        });
        json.WriteEndArray();
        json.WriteEndObject();
    });

    private void Write(Utf8JsonWriter json, string conversation, KeptTurn turn, Uri publicUrl)
    {
        if (turn.Speaker is Speaker.User or Speaker.Channel)
        {
            ClientContent.Write(json, turn.Content, IdOf(conversation, turn.Sequence), turn.At);
            return;
        }

        var reply = Reply.FromJson(turn.Content);
        ReplyActivity.Write(json, reply with { Cards = [.. reply.Cards.Select(CardPresses.ForClients)] }, Envelope(conversation, turn.Speaker == Speaker.Bot ? _bot : _staff) with
        {
            Id = IdOf(conversation, turn.Sequence),
            Timestamp = turn.At,
            ReplyToId = turn.InReplyTo is { } place ? IdOf(conversation, place) : null,
            PublicUrl = publicUrl,
            Stream = streamed.Ends(conversation, turn) ? new StreamStep(StreamStep.Final, StreamOf(conversation, turn.InReplyTo ?? 0), 0, InChannelData: true) : null,
        });
    }

    private static string StreamOf(string conversation, int inReplyTo) => string.Create(CultureInfo.InvariantCulture, $"{conversation}|s{inReplyTo:D7}");

    private static ReplyEnvelope Envelope(string conversation, ChannelAccount from) => new(DirectLineChannel.Name)
    {
        From = from,
        Conversation = new ConversationAccount { Id = conversation },
        ThumbsInEntity = true,
    };

    private static byte[] Written(Action<Utf8JsonWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>(1024);
        using (var json = new Utf8JsonWriter(buffer, ActivityJson.WriterOptions))
            write(json);
        return buffer.WrittenSpan.ToArray();
    }
}
