namespace Platform.Model.Corpus;

/// <summary>A corpus file, recipe or data set cannot be used as asked; the message says what was wrong and what to do.</summary>
public sealed class CorpusException(string message, Exception? inner = null) : Exception(message, inner);
