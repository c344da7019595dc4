namespace Platform.Model.Routes;

/// <summary>Section <c>Models</c>.</summary>
public sealed class ModelOptions
{
    /// <summary>Routes by skill name, for example <c>customer-service</c>. A skill without one is worded by its engine.</summary>
    public Dictionary<string, ModelRoute> Routes { get; } = new(StringComparer.OrdinalIgnoreCase);
}
