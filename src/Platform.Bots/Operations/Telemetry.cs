using System.ComponentModel.DataAnnotations;
using OpenTelemetry;
using OpenTelemetry.Exporter;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;
using Platform.Scenarios.Pipeline;

namespace Platform.Bots.Operations;

/// <summary>Traces and metrics of requests, calls, the runtime and the platform's own work; they leave the process only when an endpoint is configured.</summary>
internal static class Telemetry
{
    private const string Endpoint = "Telemetry:OtlpEndpoint";

    public static void AddTelemetry(this WebApplicationBuilder builder)
    {
        builder.Services.AddOptions<TelemetryOptions>().BindConfiguration("Telemetry").ValidateDataAnnotations().ValidateOnStart();
        if (!IsOn(builder.Configuration))
            return; // nobody listens: the sources then cost next to nothing

        builder.Services.AddOpenTelemetry()
            .ConfigureResource(resource => resource.AddService("platform", serviceVersion: typeof(Telemetry).Assembly.GetName().Version?.ToString()))
            .WithTracing(traces => traces
                .AddSource(Traces.SourceName)
                .AddAspNetCoreInstrumentation(web => web.Filter = context => !context.Request.Path.StartsWithSegments("/health", StringComparison.Ordinal))
                .AddHttpClientInstrumentation())
            .WithMetrics(metrics => metrics
                .AddMeter(Traces.SourceName)
                .AddAspNetCoreInstrumentation()
                .AddHttpClientInstrumentation()
                .AddRuntimeInstrumentation())
            .UseOtlpExporter(OtlpExportProtocol.Grpc, new Uri(builder.Configuration[Endpoint]!));
    }

    private static bool IsOn(ConfigurationManager configuration) => Uri.TryCreate(configuration[Endpoint], UriKind.Absolute, out _);
}

/// <summary>Section <c>Telemetry</c>.</summary>
internal sealed class TelemetryOptions : IValidatableObject
{
    /// <summary>Where an OpenTelemetry collector listens (OTLP over gRPC), for example <c>http://127.0.0.1:4317</c>; empty sends nothing.</summary>
    public string? OtlpEndpoint { get; set; }

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (!string.IsNullOrWhiteSpace(OtlpEndpoint) && !(Uri.TryCreate(OtlpEndpoint, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https"))
            yield return new ValidationResult($"Telemetry:OtlpEndpoint is '{OtlpEndpoint}'; it must be an http or https address, or empty.", [nameof(OtlpEndpoint)]);
    }
}
