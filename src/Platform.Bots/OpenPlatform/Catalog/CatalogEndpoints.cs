using System.Text.Json;
using Platform.Bots.OpenPlatform.Calls;
using Platform.Bots.OpenPlatform.Requests;
using Platform.Model.Routes;
using Platform.Model.Serving;

namespace Platform.Bots.OpenPlatform.Catalog;

/// <summary><c>GET /v1/models</c>: what can be asked: served models with the engine that computes them and why it was chosen, and routes.</summary>
internal sealed class CatalogEndpoints(ModelRoutes routes, ModelDirectory directory, TimeProvider clock)
{
    private readonly long _started = clock.GetUtcNow().ToUnixTimeSeconds();

    public async Task ListAsync(ApiCall call)
    {
        call.Http.Response.ContentType = "application/json";
        await using (var json = new Utf8JsonWriter(call.Http.Response.BodyWriter))
        {
            json.WriteStartObject();
            json.WriteString("object"u8, "list"u8);
            json.WriteStartArray("data"u8);
            foreach (var name in directory.Names.Where(call.Caller.MayAsk))
                Write(json, name);
            json.WriteEndArray();
            json.WriteEndObject();
        }

        await call.Http.Response.BodyWriter.FlushAsync(call.Aborted);
    }

    public async Task ReadAsync(ApiCall call)
    {
        var wanted = call.Http.GetRouteValue("model") as string ?? "";
        var name = directory.Names.FirstOrDefault(name => name.Equals(wanted, StringComparison.OrdinalIgnoreCase) && call.Caller.MayAsk(name))
            ?? throw new ApiException(StatusCodes.Status404NotFound, "No model has this name. See /v1/models.", "model", "model_not_found");
        call.Http.Response.ContentType = "application/json";
        await using (var json = new Utf8JsonWriter(call.Http.Response.BodyWriter))
            Write(json, name);
        await call.Http.Response.BodyWriter.FlushAsync(call.Aborted);
    }

    private void Write(Utf8JsonWriter json, string name)
    {
        var served = directory.IsLedElsewhere(name) ? null : directory.Served(name);
        json.WriteStartObject();
        json.WriteString("id"u8, name);
        json.WriteString("object"u8, "model"u8);
        json.WriteNumber("created"u8, served?.LoadedAt?.ToUnixTimeSeconds() ?? _started);
        json.WriteString("owned_by"u8, "platform"u8);
        if (served is not null)
            WriteServed(json, served);
        else if (routes.All.TryGetValue(name, out var route))
            WriteRoute(json, route);
        json.WriteEndObject();
    }

    private static void WriteServed(Utf8JsonWriter json, ServedModelState served)
    {
        json.WriteString("kind"u8, "served"u8);
        json.WriteString("status"u8, served.Status.ToString().ToLowerInvariant());
        json.WriteNumber("version"u8, served.Version);
        json.WriteString("engine"u8, served.Engine);
        json.WriteString("engine_reason"u8, served.EngineReason);
        if (served.Context > 0)
            json.WriteNumber("max_model_len"u8, served.Context);
        if (served.Parameters > 0)
            json.WriteNumber("parameters"u8, served.Parameters);
        json.WriteStartArray("adapters"u8);
        foreach (var adapter in served.Adapters)
            json.WriteStringValue(adapter);
        json.WriteEndArray();
    }

    /// <summary>Where a remote route leads is the platform's own matter.</summary>
    private static void WriteRoute(Utf8JsonWriter json, ModelRoute route)
    {
        json.WriteString("kind"u8, "route"u8);
        json.WriteString("leads_to"u8, route.Kind == RouteKind.Local ? route.Local : "remote");
        if (route.Kind == RouteKind.Local && !string.IsNullOrWhiteSpace(route.Adapter))
            json.WriteString("adapter"u8, route.Adapter);
    }
}
