namespace Platform.Model.Serving;

/// <summary>What a model goes on from.</summary>
public abstract record ModelPrompt
{
    /// <param name="Value">Special tokens written in it are not recognised; the tokens that the model puts before every text are added.</param>
    public sealed record Text(string Value) : ModelPrompt;

    /// <summary>Token ids, taken as they are.</summary>
    public sealed record Ids(IReadOnlyList<int> Value) : ModelPrompt;
}
