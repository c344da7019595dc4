namespace Platform.Model.Corpus.Recipes;

/// <summary>How a record's turns are found and whose they are.</summary>
internal sealed class DialogueShape
{
    public string Messages { get; set; } = "messages";

    public string Role { get; set; } = "role";

    public string Text { get; set; } = "text";

    /// <summary>The set's names of speakers to <c>user</c>, <c>assistant</c> or <c>system</c>. Without it the speakers alternate and the user begins.</summary>
    public Dictionary<string, string> Roles { get; set; } = [];
}
