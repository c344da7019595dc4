namespace Platform.Data.Conversations;

/// <summary>How far the review of a conversation has come.</summary>
public enum ReviewState
{
    New = 0,
    Started = 1,
    Completed = 2,
}
