namespace Platform.Bots.Operations.Commands;

/// <summary>Tells a command's own values from settings (<c>--Section:Key value</c>) where it takes any number of values.</summary>
internal static class CommandSettings
{
    public static (string[] Values, string[] Settings) Part(IReadOnlyList<string> given, IReadOnlyList<string> unmatched)
    {
        var (values, settings) = (new List<string>(), new List<string>(unmatched));
        for (var i = 0; i < given.Count; i++)
        {
            if (!given[i].StartsWith("--", StringComparison.Ordinal))
            {
                values.Add(given[i]);
                continue;
            }

            settings.Add(given[i]);
            if (!given[i].Contains('=', StringComparison.Ordinal) && i + 1 < given.Count)
                settings.Add(given[++i]);
        }

        return ([.. values], [.. settings]);
    }
}
