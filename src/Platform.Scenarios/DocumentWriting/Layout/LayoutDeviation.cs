namespace Platform.Scenarios.DocumentWriting.Layout;

/// <summary>Something in a file that is not as GB/T 9704-2012 has it.</summary>
/// <param name="Code">Stable, for example <c>margin-top</c>.</param>
/// <param name="Place">The paragraph's number and first words, or the part of the file.</param>
/// <param name="Problem">What was found and how to mend it, in Chinese; <paramref name="ProblemEnglish"/> in English.</param>
public sealed record LayoutDeviation(string Code, string Place, string Problem, string ProblemEnglish);

/// <summary>The file cannot be read at all; the message says why.</summary>
public sealed class LayoutFileException(string message, Exception? inner = null) : Exception(message, inner);
