namespace Platform.Model.Checkpoints;

/// <summary>Reads the small text files of a checkpoint folder.</summary>
internal static class CheckpointText
{
    private const long MostBytes = 64 << 20; // the largest real one, an index of a thousand layers, takes about a tenth

    /// <exception cref="InvalidDataException">It is missing or too large.</exception>
    public static string Read(string folder, string name) => ReadIfThere(folder, name) ?? throw new InvalidDataException($"{name} is missing");

    /// <returns>Null where there is no such file.</returns>
    public static string? ReadIfThere(string folder, string name)
    {
        var file = new FileInfo(Path.Combine(folder, name));
        if (!file.Exists)
            return null;
        return file.Length <= MostBytes ? File.ReadAllText(file.FullName) : throw new InvalidDataException($"{name} has {file.Length} bytes, more than the {MostBytes} that are read");
    }
}
