using System.ComponentModel.DataAnnotations;

namespace Platform.Data.Conversations;

/// <summary>A person's thumb on an answer, with a word if they left one. One for each answer: the last counts.</summary>
public sealed class Feedback
{
    public Guid Id { get; init; } = Guid.CreateVersion7();

    public required ConversationId ConversationId { get; init; }

    /// <summary>The bot turn that is judged.</summary>
    public required TurnId TurnId { get; init; }

    public required bool Liked { get; set; }

    [MaxLength(2000)]
    public string? Comment { get; set; }

    public required DateTimeOffset At { get; set; }
}
