using Platform.Model.Encoders;

namespace Platform.Scenarios.Knowledge.Search;

/// <summary>The platform's own sentence encoder as the search's dense stage.</summary>
public sealed class DenseEncoder(StaticEncoder encoder) : IQuestionEncoder
{
    public string Name => encoder.Name;

    public float[][] Encode(IReadOnlyList<string> texts) => [.. texts.Select(encoder.Encode)];
}
