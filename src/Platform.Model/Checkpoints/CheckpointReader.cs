using System.Runtime.InteropServices;

namespace Platform.Model.Checkpoints;

/// <summary>Opens checkpoint folders.</summary>
public static class CheckpointReader
{
    private const int MostReason = 400;

    /// <summary>Reads the config and the headers of all weights and checks that they fit together; no weights are read.</summary>
    /// <exception cref="CheckpointException">The folder cannot be used; one sentence says why.</exception>
    public static Checkpoint Open(string folder) => Guarded(folder, () =>
    {
        if (!Directory.Exists(folder))
            throw new InvalidDataException("there is no such folder");
        var text = CheckpointText.Read(folder, ConfigReader.File);
        ConfigFields.Parse(text, ConfigReader.File, out var document);
        document.Dispose(); // a broken config is named before missing weights
        var files = TensorFiles.Open(folder);
        var config = ConfigReader.Read(text, files.HasHead);
        files.Check(config);
        return new Checkpoint(folder, config, files.StoredType, GenerationConfig(folder), ChatTemplate(folder));
    });

    /// <summary>Turns everything that a broken folder can bring about into one sentence.</summary>
    internal static T Guarded<T>(string folder, Func<T> work)
    {
        try
        {
            return work();
        }
        catch (Exception failure) when (failure is InvalidDataException or IOException or UnauthorizedAccessException or ArgumentException or ExternalException)
        {
            var reason = failure.Message.ReplaceLineEndings(" ").TrimEnd('.', ' ');
            if (reason.StartsWith("The ", StringComparison.Ordinal))
                reason = $"the {reason[4..]}";
            if (reason.Length > MostReason)
                reason = $"{reason[..MostReason]}…"; // names come from the files, of any length
            throw new CheckpointException($"The checkpoint '{folder}' cannot be used: {reason}.", failure);
        }
    }

    private static string? GenerationConfig(string folder)
    {
        const string File = "generation_config.json";
        var text = CheckpointText.ReadIfThere(folder, File);
        if (text is null)
            return null;
        ConfigFields.Parse(text, File, out var document);
        document.Dispose();
        return text;
    }

    private static string? ChatTemplate(string folder) =>
        CheckpointText.ReadIfThere(folder, "chat_template.jinja")
        ?? (CheckpointText.ReadIfThere(folder, "tokenizer_config.json") is { } config ? Checkpoint.TemplateIn(config) : null);
}
