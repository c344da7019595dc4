using Platform.Scenarios.Turns;

namespace Platform.Bots.Channels.Activities;

/// <summary>Cuts a reply that is longer than its channel takes.</summary>
internal static class ReplyParts
{
    /// <summary>Teams refuses messages of about 100 KB in UTF-16; this leaves room for cards, citations and the envelope.</summary>
    private const int TeamsText = 30_000;

    /// <summary>The service refuses requests over 262,144 bytes; three bytes a sign at the worst.</summary>
    private const int OtherText = 60_000;

    public static int LongestText(string channelId) => channelId == "msteams" ? TeamsText : OtherText;

    /// <summary>The same reply as one message, or as several whose texts fit; buttons, cards and thumbs stand under the last, each source under the parts that name it.</summary>
    public static IReadOnlyList<Reply> Split(Reply reply, int longestText)
    {
        if (reply.Text is not { } text || text.Length <= longestText)
            return [reply];

        var parts = new List<Reply>();
        for (var start = 0; start < text.Length;)
        {
            var length = PartLength(text.AsSpan(start), longestText);
            var part = text.Substring(start, length).Trim();
            start += length;
            var isLast = start >= text.Length;
            if (part.Length == 0 && !isLast)
                continue;
            parts.Add(reply with
            {
                Text = part,
                Citations = [.. reply.Citations.Where(citation => part.Contains($"[{citation.Position}]", StringComparison.Ordinal))],
                Choices = isLast ? reply.Choices : [],
                Cards = isLast ? reply.Cards : [],
                AsksFeedback = isLast && reply.AsksFeedback,
                EndCode = isLast ? reply.EndCode : null,
            });
        }

        return parts;
    }

    /// <summary>At most so many UTF-16 units, never half of a sign; what is cut shows an ellipsis.</summary>
    public static string Cut(string text, int longest)
    {
        if (text.Length <= longest)
            return text;
        var length = longest - 1;
        if (char.IsHighSurrogate(text[length - 1]))
            length--;
        return string.Concat(text.AsSpan(0, length), "…");
    }

    /// <summary>Up to the last paragraph, line or word that fits, if that keeps at least half of the room.</summary>
    private static int PartLength(ReadOnlySpan<char> rest, int longest)
    {
        if (rest.Length <= longest)
            return rest.Length;
        var room = rest[..longest];
        foreach (var boundary in new[] { "\n\n", "\n", "。", ". ", " " })
            if (room.LastIndexOf(boundary) is var at && at >= longest / 2)
                return at + boundary.Length;
        return char.IsHighSurrogate(room[^1]) ? longest - 1 : longest;
    }
}
