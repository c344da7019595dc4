namespace Platform.Model.Routes;

/// <summary>Where a request for a model or a skill goes.</summary>
public abstract record ModelTarget
{
    /// <param name="Model">Name of a model that this host serves.</param>
    /// <param name="Adapter">Name of one of its adapters, or null.</param>
    public sealed record Local(string Model, string? Adapter = null) : ModelTarget;

    public sealed record Remote(RemoteModel Endpoint) : ModelTarget;
}
