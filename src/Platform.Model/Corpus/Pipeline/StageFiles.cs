using System.Text.Json;

namespace Platform.Model.Corpus.Pipeline;

/// <summary>Intermediate files of a build. A stage that was finished with the same inputs is not done again.</summary>
internal sealed class StageFiles(string folder)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    public string Path(string name) => System.IO.Path.Combine(Directory.CreateDirectory(folder).FullName, name);

    /// <param name="inputs">Anything that the outcome depends on; another value means that the stage must be done anew.</param>
    /// <returns>What the stage told when it was finished, or null when it was not.</returns>
    public T? Finished<T>(string stage, string inputs)
        where T : class
    {
        var path = Path(stage + ".done.json");
        if (!File.Exists(path))
            return null;
        var done = JsonSerializer.Deserialize<Done<T>>(File.ReadAllText(path), Json);
        return done?.Inputs == inputs ? done.Told : null;
    }

    public void Finish<T>(string stage, string inputs, T told)
        where T : class
    {
        var path = Path(stage + ".done.json");
        File.WriteAllText(path + ".part", JsonSerializer.Serialize(new Done<T>(inputs, told), Json));
        File.Move(path + ".part", path, overwrite: true);
    }

    private sealed record Done<T>(string Inputs, T Told);
}
