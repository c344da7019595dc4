namespace Platform.Scenarios.Conversations;

/// <summary>A person's id as reviewers see it: enough to tell two people apart, not enough to find one.</summary>
internal static class MaskedUser
{
    public static string? Of(string? userId) => userId switch
    {
        null or "" => null,
        { Length: <= 4 } => "•••",
        _ => $"{userId[..2]}•••{userId[^2..]}",
    };
}
