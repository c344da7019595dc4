using System.Text.Json;
using System.Text.Json.Serialization;

namespace Platform.Bots.Channels.Activities;

/// <summary>A message or event of the Bot Framework activity protocol 3.1. What is not known here is kept in <see cref="More"/> at every level.</summary>
/// <remarks>Source: botframework-sdk <c>specs/botframework-activity/botframework-activity.md</c>. A known field of another JSON type is refused (A2003).</remarks>
internal sealed class Activity
{
    public string? Type { get; set; }

    public string? Id { get; set; }

    /// <summary>UTC, as the channel wrote it.</summary>
    public string? Timestamp { get; set; }

    /// <summary>With the person's offset, as the channel wrote it.</summary>
    public string? LocalTimestamp { get; set; }

    public string? LocalTimezone { get; set; }

    public string? ServiceUrl { get; set; }

    public string? ChannelId { get; set; }

    public ChannelAccount? From { get; set; }

    public ConversationAccount? Conversation { get; set; }

    public ChannelAccount? Recipient { get; set; }

    public string? ReplyToId { get; set; }

    public string? Text { get; set; }

    public string? TextFormat { get; set; }

    public string? Speak { get; set; }

    public string? Summary { get; set; }

    public string? InputHint { get; set; }

    public string? Locale { get; set; }

    public string? AttachmentLayout { get; set; }

    public List<Attachment?>? Attachments { get; set; }

    public SuggestedActions? SuggestedActions { get; set; }

    public List<Entity?>? Entities { get; set; }

    public List<ChannelAccount?>? MembersAdded { get; set; }

    public List<ChannelAccount?>? MembersRemoved { get; set; }

    public List<MessageReaction?>? ReactionsAdded { get; set; }

    public List<MessageReaction?>? ReactionsRemoved { get; set; }

    public string? TopicName { get; set; }

    public bool? HistoryDisclosed { get; set; }

    /// <summary>For example <c>add</c> or <c>remove</c> of an installationUpdate.</summary>
    public string? Action { get; set; }

    /// <summary>The name of an event or invoke.</summary>
    public string? Name { get; set; }

    public string? ValueType { get; set; }

    /// <summary>Any JSON; an object by the rules, but other values are seen.</summary>
    public JsonElement? Value { get; set; }

    public string? Label { get; set; }

    /// <summary>Why a conversation ended.</summary>
    public string? Code { get; set; }

    public string? Importance { get; set; }

    public string? Expiration { get; set; }

    public string? DeliveryMode { get; set; }

    /// <summary>What only this channel knows; passed on unchanged.</summary>
    public JsonElement? ChannelData { get; set; }

    [JsonExtensionData]
    public Dictionary<string, JsonElement>? More { get; set; }
}

/// <summary>A person or a bot in a channel.</summary>
internal sealed class ChannelAccount
{
    public string? Id { get; set; }

    public string? Name { get; set; }

    public string? AadObjectId { get; set; }

    /// <summary><c>user</c> or <c>bot</c>.</summary>
    public string? Role { get; set; }

    [JsonExtensionData]
    public Dictionary<string, JsonElement>? More { get; set; }
}

internal sealed class ConversationAccount
{
    public string? Id { get; set; }

    public string? Name { get; set; }

    /// <summary>In Teams <c>personal</c>, <c>groupChat</c> or <c>channel</c>.</summary>
    public string? ConversationType { get; set; }

    public string? TenantId { get; set; }

    public bool? IsGroup { get; set; }

    [JsonExtensionData]
    public Dictionary<string, JsonElement>? More { get; set; }
}

/// <summary>Something said about the activity: a mention, a place, a label. Only mentions are read here.</summary>
internal sealed class Entity
{
    public string? Type { get; set; }

    /// <summary>Of a mention: who. Any JSON, because other entities may use the word otherwise.</summary>
    public JsonElement? Mentioned { get; set; }

    /// <summary>Of a mention: the part of the message's text that stands for it.</summary>
    public JsonElement? Text { get; set; }

    [JsonExtensionData]
    public Dictionary<string, JsonElement>? More { get; set; }
}

internal sealed class Attachment
{
    public string? ContentType { get; set; }

    public string? ContentUrl { get; set; }

    public JsonElement? Content { get; set; }

    public string? Name { get; set; }

    public string? ThumbnailUrl { get; set; }

    [JsonExtensionData]
    public Dictionary<string, JsonElement>? More { get; set; }
}

internal sealed class SuggestedActions
{
    public List<string?>? To { get; set; }

    public List<CardAction?>? Actions { get; set; }

    [JsonExtensionData]
    public Dictionary<string, JsonElement>? More { get; set; }
}

internal sealed class CardAction
{
    public string? Type { get; set; }

    public string? Title { get; set; }

    public JsonElement? Value { get; set; }

    [JsonExtensionData]
    public Dictionary<string, JsonElement>? More { get; set; }
}

internal sealed class MessageReaction
{
    /// <summary>For example <c>like</c>, <c>plusOne</c>, <c>sad</c>.</summary>
    public string? Type { get; set; }

    [JsonExtensionData]
    public Dictionary<string, JsonElement>? More { get; set; }
}

/// <summary>The activity types that are acted upon; all others are ignored.</summary>
internal static class ActivityTypes
{
    public const string Message = "message";
    public const string MessageUpdate = "messageUpdate";
    public const string MessageDelete = "messageDelete";
    public const string MessageReaction = "messageReaction";
    public const string ConversationUpdate = "conversationUpdate";
    public const string InstallationUpdate = "installationUpdate";
    public const string Invoke = "invoke";
    public const string Event = "event";
    public const string Typing = "typing";
    public const string EndOfConversation = "endOfConversation";
}

internal static class DeliveryModes
{
    public const string ExpectReplies = "expectReplies";
}
