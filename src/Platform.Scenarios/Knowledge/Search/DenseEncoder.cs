using Platform.Model.Encoders;

namespace Platform.Scenarios.Knowledge.Search;

/// <summary>The platform's own sentence encoder as the search's dense stage.</summary>
public sealed class DenseEncoder(StaticEncoder encoder) : IQuestionEncoder
{
    public string Name => encoder.Name;

    /// <param name="folder">Relative to the program, or anywhere; empty for none.</param>
    /// <exception cref="Model.Checkpoints.CheckpointException">It is no encoder.</exception>
    public static DenseEncoder? Open(string folder) => folder.Length == 0 ? null : new DenseEncoder(StaticEncoder.Open(Path.Combine(AppContext.BaseDirectory, folder)));

    public float[][] Encode(IReadOnlyList<string> texts) => [.. texts.Select(encoder.Encode)];
}
