using System.Text.Json;

namespace Platform.Bots.Channels.Activities;

/// <summary>A thumb on one of our messages.</summary>
/// <param name="AnswerId">The id that the channel gave the message; null when it does not say which is meant.</param>
/// <param name="Liked">Null takes back what was given before.</param>
internal sealed record Thumb(string? AnswerId, bool? Liked, string? Comment);

/// <summary>Reads thumbs out of what channels send: feedback buttons and reactions.</summary>
internal static class FeedbackSignals
{
    private static readonly string[] Good = ["like", "heart", "plusOne", "👍", "❤️"];
    private static readonly string[] Bad = ["angry", "sad", "dislike", "👎"];

    /// <returns>Null for a reaction that is no judgement.</returns>
    public static Thumb? InReaction(Activity activity)
    {
        if (activity is not { Type: ActivityTypes.MessageReaction, ReplyToId: { Length: > 0 } answer })
            return null;
        foreach (var reaction in activity.ReactionsAdded ?? [])
            if (Judgement(reaction?.Type) is { } liked)
                return new Thumb(answer, liked, null);
        return (activity.ReactionsRemoved ?? []).Any(reaction => Judgement(reaction?.Type) is not null) ? new Thumb(answer, null, null) : null;
    }

    /// <summary>The value of a <c>message/submitAction</c> invoke.</summary>
    /// <returns>Null when it has not the form of feedback.</returns>
    public static Thumb? InSubmitAction(Activity activity)
    {
        if (activity.Value is not { ValueKind: JsonValueKind.Object } value
            || Text(value, "actionName") != "feedback" || !value.TryGetProperty("actionValue", out var feedback) || feedback.ValueKind != JsonValueKind.Object)
            return null;
        var answer = activity.ReplyToId is { Length: > 0 } id ? id : null; // the Agents Playground gives none
        return Text(feedback, "reaction") switch
        {
            "like" => new Thumb(answer, true, Comment(feedback)),
            "dislike" => new Thumb(answer, false, Comment(feedback)),
            _ => null,
        };
    }

    /// <summary>What the person wrote: JSON in a string, from the default form; a plain string or an object from others.</summary>
    private static string? Comment(JsonElement feedback)
    {
        if (!feedback.TryGetProperty("feedback", out var given))
            return null;
        if (given.ValueKind == JsonValueKind.Object)
            return NullIfEmpty(Text(given, "feedbackText"));
        if (given.ValueKind != JsonValueKind.String || given.GetString() is not { Length: > 0 } text)
            return null;
        try
        {
            using var form = JsonDocument.Parse(text);
            return form.RootElement.ValueKind == JsonValueKind.Object ? NullIfEmpty(Text(form.RootElement, "feedbackText")) : text;
        }
        catch (Exception plain) when (plain is JsonException or InvalidOperationException)
        {
            return text;
        }
    }

    private static bool? Judgement(string? reaction) =>
        Good.Contains(reaction, StringComparer.Ordinal) ? true : Bad.Contains(reaction, StringComparer.Ordinal) ? false : null;

    private static string? Text(JsonElement json, string name) =>
        json.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static string? NullIfEmpty(string? text) => string.IsNullOrWhiteSpace(text) ? null : text;
}
