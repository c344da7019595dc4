namespace Platform.Scenarios.Knowledge;

/// <summary>The starter base as files beside the program: the service desk of an invented city.</summary>
public static class StarterFiles
{
    private static string Folder => Path.Combine(AppContext.BaseDirectory, "Knowledge", "Starter");

    /// <summary>Entries before documents.</summary>
    public static IReadOnlyList<string> All() =>
        [.. Directory.EnumerateFiles(Folder, "*.jsonl").Order(StringComparer.Ordinal),
            .. Directory.EnumerateFiles(Path.Combine(Folder, "documents"), "*.md").Order(StringComparer.Ordinal)];

    public static IReadOnlyList<string> Entries(string language) => [.. All().Where(file => file.EndsWith($".{language}.jsonl", StringComparison.Ordinal))];
}
