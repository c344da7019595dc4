using System.Buffers;
using System.Text;
using System.Text.Json;
using Platform.Bots.Channels.Activities;

namespace Platform.Bots.Channels.DirectLine;

/// <summary>The JSON of a client's activity: kept as it came, but for what the service says itself.</summary>
internal static class ClientContent
{
    /// <summary>What to keep. The client's word does not count for who it is, where it is and when.</summary>
    /// <param name="user">Who speaks.</param>
    /// <param name="name">Replaces the activity's own; null leaves it.</param>
    public static string ToKeep(ClientActivity client, string user, string bot, string? name)
    {
        var from = client.Activity.From ?? new ChannelAccount();
        (from.Id, from.Role) = (user, "user");

        var buffer = new ArrayBufferWriter<byte>(client.Content.Length + 256);
        using (var json = new Utf8JsonWriter(buffer, ActivityJson.WriterOptions))
        using (var content = JsonDocument.Parse(client.Content))
        {
            json.WriteStartObject();
            foreach (var property in content.RootElement.EnumerateObject())
                if (!IsSaidByService(property.Name) && !(property.NameEquals("attachments"u8) && client.Attachments is not null) && !(property.NameEquals("name"u8) && name is not null))
                    property.WriteTo(json);
            if (name is not null)
                json.WriteString("name"u8, name);
            json.WriteString("channelId"u8, DirectLineChannel.Name);
            json.WritePropertyName("from"u8);
            JsonSerializer.Serialize(json, from, ActivityJson.Default.ChannelAccount);
            json.WritePropertyName("recipient"u8);
            JsonSerializer.Serialize(json, new ChannelAccount { Id = bot, Role = "bot" }, ActivityJson.Default.ChannelAccount);
            json.WritePropertyName("conversation"u8);
            JsonSerializer.Serialize(json, new ConversationAccount { Id = client.Conversation }, ActivityJson.Default.ConversationAccount);
            if (client.Attachments is { Count: > 0 } attachments)
            {
                json.WriteStartArray("attachments"u8);
                foreach (var attachment in attachments)
                    JsonSerializer.Serialize(json, attachment, ActivityJson.Default.Attachment);
                json.WriteEndArray();
            }

            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    /// <summary>What was kept, with the id and time that the service gave it.</summary>
    public static void Write(Utf8JsonWriter json, string kept, string id, DateTimeOffset at)
    {
        using var content = JsonDocument.Parse(kept);
        json.WriteStartObject();
        json.WriteString("id"u8, id);
        json.WriteString("timestamp"u8, at.UtcDateTime);
        foreach (var property in content.RootElement.EnumerateObject())
            if (!property.NameEquals("id"u8) && !property.NameEquals("timestamp"u8))
                property.WriteTo(json);
        json.WriteEndObject();
    }

    private static bool IsSaidByService(string name) =>
        name is "id" or "timestamp" or "channelId" or "conversation" or "from" or "recipient" or "serviceUrl" or "callerId";
}
