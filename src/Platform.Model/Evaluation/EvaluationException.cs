namespace Platform.Model.Evaluation;

/// <summary>Something cannot be measured as asked; the message says what was wrong and what to do.</summary>
public sealed class EvaluationException(string message, Exception? inner = null) : Exception(message, inner);
