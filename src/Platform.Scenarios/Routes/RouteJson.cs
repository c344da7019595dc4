using System.Text.Json;
using System.Text.Json.Serialization;
using Platform.Model.Routes;

namespace Platform.Scenarios.Routes;

/// <summary>A route as it is stored, and as it is written by people who edit it as JSON.</summary>
public static class RouteJson
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    };

    public static string Write(ModelRoute route) => JsonSerializer.Serialize(route, Options);

    /// <exception cref="JsonException">It is no route.</exception>
    public static ModelRoute Read(string json) => JsonSerializer.Deserialize<ModelRoute>(json, Options) ?? new ModelRoute();
}
