using System.Text.Json.Serialization;

namespace Platform.Model.Routes;

/// <summary>One skill's way to a model: a served one, an OpenAI-compatible endpoint, or none.</summary>
public sealed record ModelRoute
{
    /// <summary>Name of a model that this host serves. Either this or <see cref="Endpoint"/>; with neither the skill's engine words the answers.</summary>
    public string? Local { get; set; }

    /// <summary>Name of an adapter of <see cref="Local"/>; empty for the model as it is.</summary>
    public string? Adapter { get; set; }

    /// <summary>False for a small model that was trained on bare dialogues: it foretells how a conversation goes on and does nothing that it is told to.</summary>
    public bool FollowsInstructions { get; set; } = true;

    /// <summary>Base address including the version, for example <c>http://127.0.0.1:8000/v1</c>.</summary>
    public Uri? Endpoint { get; set; }

    /// <summary>The model's name at the endpoint.</summary>
    public string Model { get; set; } = "";

    /// <summary>Sent as bearer token; may be empty where the endpoint asks for none. Only in configuration: it is never stored or shown.</summary>
    [JsonIgnore]
    public string? ApiKey { get; set; }

    /// <summary>Where in the configuration the endpoint's key stands, for example <c>Secrets:DashScope</c>; for routes that are edited live.</summary>
    public string? ApiKeyFrom { get; set; }

    /// <summary>Another skill whose route is taken when this one fails before it has said anything.</summary>
    public string? Fallback { get; set; }

    /// <summary>How long one answer may take in all.</summary>
    public TimeSpan TimeLimit { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How often an endpoint is asked again after a failure that may pass, at growing distances with jitter.</summary>
    public int Retries { get; set; } = 2;

    /// <summary>Requests to the endpoint at a time; others wait.</summary>
    public int Concurrency { get; set; } = 64;

    /// <summary>When this share of at least <see cref="BreakAfter"/> requests within half a minute failed, the endpoint is left alone for <see cref="BreakTime"/>.</summary>
    public double BreakRatio { get; set; } = 0.5;

    public int BreakAfter { get; set; } = 5;

    public TimeSpan BreakTime { get; set; } = TimeSpan.FromSeconds(15);

    [JsonIgnore]
    public RouteKind Kind => !string.IsNullOrWhiteSpace(Local) ? RouteKind.Local : Endpoint is not null ? RouteKind.Remote : RouteKind.None;
}

public enum RouteKind
{
    /// <summary>The skill's engine words its answers.</summary>
    None = 0,

    /// <summary>A model that this host serves.</summary>
    Local = 1,

    /// <summary>An OpenAI-compatible endpoint.</summary>
    Remote = 2,
}
