namespace Platform.Model.Corpus;

/// <param name="Role"><c>system</c>, <c>user</c> or <c>assistant</c>.</param>
/// <param name="Content">What was said.</param>
internal sealed record CorpusMessage(string Role, string Content);
