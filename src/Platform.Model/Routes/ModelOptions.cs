using System.ComponentModel.DataAnnotations;

namespace Platform.Model.Routes;

/// <summary>Section <c>Models</c>.</summary>
public sealed class ModelOptions
{
    /// <summary>Routes by skill name, for example <c>customer-service</c>. A skill without one is worded by its engine.</summary>
    public Dictionary<string, ModelRoute> Routes { get; } = new(StringComparer.OrdinalIgnoreCase);
}

/// <summary>One skill's way to an OpenAI-compatible endpoint.</summary>
public sealed class ModelRoute
{
    /// <summary>Base address including the version, for example <c>http://127.0.0.1:8000/v1</c>.</summary>
    [Required]
    public Uri? Endpoint { get; set; }

    [Required]
    public string Model { get; set; } = "";

    /// <summary>Sent as bearer token; may be empty where the endpoint asks for none.</summary>
    public string? ApiKey { get; set; }

    /// <summary>How long one answer may take in all.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:02:00")]
    public TimeSpan TimeLimit { get; set; } = TimeSpan.FromSeconds(30);
}
