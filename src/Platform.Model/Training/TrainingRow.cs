namespace Platform.Model.Training;

/// <summary>A document as tokens, and which of them are learned.</summary>
/// <param name="Source">Of the document.</param>
/// <param name="Learned">For each token whether a model shall foretell it.</param>
/// <param name="Characters">Of the learned text, without the template's own.</param>
internal sealed record TrainingRow(string Source, int[] Ids, bool[] Learned, int Characters);
