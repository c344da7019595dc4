namespace Platform.Model.Evaluation.Running;

/// <param name="Ids">Tokens of which those from <paramref name="From"/> on are scored, each given all before it.</param>
/// <param name="From">At least 1: nothing foretells the first token.</param>
internal readonly record struct ScoredText(int[] Ids, int From);
