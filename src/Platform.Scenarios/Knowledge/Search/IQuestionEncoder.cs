namespace Platform.Scenarios.Knowledge.Search;

/// <summary>Turns questions into embeddings whose cosine joins the other stages.</summary>
public interface IQuestionEncoder
{
    /// <summary>Names the model and its version: an index made with another one is not current.</summary>
    string Name { get; }

    /// <returns>One vector for each text, all of one length.</returns>
    float[][] Encode(IReadOnlyList<string> texts);
}
