using System.ComponentModel.DataAnnotations;

namespace Platform.Scenarios.Conversations;

/// <summary>Section <c>Conversations</c>.</summary>
public sealed class ConversationOptions
{
    /// <summary>The scenario of a new conversation.</summary>
    [Required]
    public string Scenario { get; set; } = "customer-service";

    /// <summary>How long a scenario may take to answer; Teams closes a stream after 2 minutes.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:10:00")]
    public TimeSpan TurnTimeLimit { get; set; } = TimeSpan.FromSeconds(110);

    /// <summary>How many of the latest messages a scenario sees.</summary>
    [Range(1, 200)]
    public int RecentTurns { get; set; } = 20;

    /// <summary>Waiting turns of one conversation; more are refused until some are answered.</summary>
    [Range(1, 10000)]
    public int MostWaiting { get; set; } = 200;

    /// <summary>A pause after which the next message opens a new session.</summary>
    [Range(typeof(TimeSpan), "00:01:00", "7.00:00:00")]
    public TimeSpan SessionGap { get; set; } = TimeSpan.FromMinutes(30);

    /// <summary>How long a conversation waits for a person before it is told that nobody is free and the bot answers again; zero waits without end.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "7.00:00:00")]
    public TimeSpan PersonWithin { get; set; } = TimeSpan.FromMinutes(15);
}
