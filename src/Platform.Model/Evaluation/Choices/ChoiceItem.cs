namespace Platform.Model.Evaluation.Choices;

/// <summary>A question with fixed answers, put so that a language model can weigh them.</summary>
/// <param name="Prompt">What stands before the answer.</param>
/// <param name="Options">The answers.</param>
/// <param name="Right">Which is right.</param>
/// <param name="Neutral">The prompt without its content: how likely an answer is anyway. Null where the answers differ by what follows them.</param>
/// <param name="Folds">Official few-shot splits that the item belongs to.</param>
internal sealed record ChoiceItem(string Prompt, IReadOnlyList<string> Options, int Right, string? Neutral, IReadOnlyList<int> Folds);
