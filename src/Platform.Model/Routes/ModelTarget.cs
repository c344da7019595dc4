namespace Platform.Model.Routes;

/// <summary>Where a request for a model or a skill goes.</summary>
public abstract record ModelTarget
{
    /// <param name="Model">Name of a model that this host serves.</param>
    public sealed record Local(string Model) : ModelTarget;

    public sealed record Remote(RemoteModel Endpoint) : ModelTarget;
}
