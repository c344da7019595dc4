namespace Platform.Scenarios.Improvement;

/// <summary>Why something was not done, with the way out, in both languages: commands say it in English, pages in the reader's.</summary>
public sealed record Refusal(string Chinese, string English)
{
    private const char Between = '\u001e'; // record separator: no sentence has it
    private const int Longest = 999; // of each, so that both fit into a run's column

    /// <summary>Both, as a run keeps them.</summary>
    internal string Stored => $"{Cut(Chinese)}{Between}{Cut(English)}";

    /// <param name="stored">What was kept before there were two languages is said in both as it is.</param>
    internal static Refusal? Of(string? stored) =>
        stored is null ? null : stored.Split(Between, 2) is [var chinese, var english] ? new(chinese, english) : new(stored, stored);

    private static string Cut(string text)
    {
        var line = text.Replace(Between, ' ');
        if (line.Length <= Longest)
            return line;
        return char.IsHighSurrogate(line[Longest - 1]) ? line[..(Longest - 1)] : line[..Longest]; // half a sign cannot be stored
    }
}
