using System.Text.Json;
using Platform.Scenarios.Turns;

namespace Platform.Bots.Channels.Activities;

/// <summary>The entity that says about a message what schema.org has words for: that a model worded it, its sources, its thumbs.</summary>
internal static class MessageEntity
{
    /// <summary>Parts the id of a message from the action in the ids of its thumbs.</summary>
    public const char ActionMark = '#';

    private const int LongestSourceName = 80;
    private const int LongestAbstract = 160;
    private const int MostCitations = 20;

    /// <summary>Label and citations share one entity: Teams refuses a message with two.</summary>
    public static void Write(Utf8JsonWriter json, Reply reply, ReplyEnvelope envelope, bool offersThumbs)
    {
        json.WriteStartObject();
        json.WriteString("type"u8, "https://schema.org/Message"u8);
        json.WriteString("@type"u8, "Message"u8);
        json.WriteString("@context"u8, "https://schema.org"u8);
        json.WriteString("@id"u8, ""u8);
        if (reply.AiGenerated)
        {
            json.WriteStartArray("additionalType"u8);
            json.WriteStringValue("AIGeneratedContent"u8);
            json.WriteEndArray();
        }

        if (reply.Citations.Count > 0)
        {
            json.WriteStartArray("citation"u8);
            foreach (var citation in reply.Citations.Take(MostCitations))
                WriteCitation(json, citation, envelope.PublicUrl);
            json.WriteEndArray();
        }

        if (offersThumbs)
        {
            json.WriteStartArray("potentialAction"u8);
            WriteThumb(json, "LikeAction"u8, $"{envelope.Id}{ActionMark}like");
            WriteThumb(json, "DislikeAction"u8, $"{envelope.Id}{ActionMark}dislike");
            json.WriteEndArray();
        }

        json.WriteEndObject();
    }

    /// <summary>A press sends this action back and nothing else, so its id must say which message it is about.</summary>
    private static void WriteThumb(Utf8JsonWriter json, ReadOnlySpan<byte> type, string id)
    {
        json.WriteStartObject();
        json.WriteString("@type"u8, type);
        json.WriteString("@id"u8, id);
        json.WriteString("actionStatus"u8, "PotentialActionStatus"u8);
        json.WriteEndObject();
    }

    private static void WriteCitation(Utf8JsonWriter json, Citation citation, Uri? publicUrl)
    {
        json.WriteStartObject();
        json.WriteString("@type"u8, "Claim"u8);
        json.WriteNumber("position"u8, citation.Position);
        json.WriteStartObject("appearance"u8);
        json.WriteString("@type"u8, "DigitalDocument"u8);
        json.WriteString("name"u8, ReplyParts.Cut(citation.Name, LongestSourceName));
        json.WriteString("abstract"u8, ReplyParts.Cut(citation.Abstract, LongestAbstract));
        if (Absolute(citation.Url, publicUrl) is { } url)
            json.WriteString("url"u8, url);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static string? Absolute(string? url, Uri? publicUrl)
    {
        if (string.IsNullOrEmpty(url))
            return null;
        if (Uri.TryCreate(url, UriKind.Absolute, out var absolute) && IsWeb(absolute))
            return absolute.AbsoluteUri;
        return publicUrl is not null && Uri.TryCreate(publicUrl, url, out var joined) && IsWeb(joined) ? joined.AbsoluteUri : null;
    }

    private static bool IsWeb(Uri url) => url.Scheme == Uri.UriSchemeHttps || url.Scheme == Uri.UriSchemeHttp;
}
