using System.Text.Json.Nodes;

namespace Platform.EndToEnd.Tests.Faults;

/// <summary>Settings of a server that echoes on Direct Line and holds nobody back.</summary>
internal static class EchoServer
{
    public const string Secret = "a-secret-for-tests-a-secret-for-tests";

    public static (string Key, string? Value)[] Settings { get; } =
    [
        ("Conversations:Scenario", "channel-check"),
        ("Knowledge:ImportStarter", "false"),
        ("DirectLine:Secrets:0", Secret),
        ("DirectLine:RequestsPerMinutePerToken", "1000000"),
        ("DirectLine:RequestsPerMinutePerAddress", "10000000"),
    ];

    /// <summary>Whether it is the bot's answer to a message; the greeting is none.</summary>
    public static bool IsAnswer(JsonObject activity) =>
        activity["replyToId"] is not null && (string?)activity["type"] == "message" && (string?)activity["text"] != "Welcome";

    /// <summary>Whether the bot greets.</summary>
    public static bool IsGreeting(JsonObject activity) => activity["replyToId"] is not null && (string?)activity["text"] == "Welcome";
}
