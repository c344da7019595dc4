using Microsoft.AspNetCore.Cors.Infrastructure;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Options;
using Platform.Bots.Access;
using Platform.Bots.OpenPlatform.Calls;
using Platform.Bots.OpenPlatform.Catalog;
using Platform.Bots.OpenPlatform.Chat;
using Platform.Bots.OpenPlatform.Completions;
using Platform.Bots.OpenPlatform.Embeddings;
using Platform.Bots.OpenPlatform.Metrics;
using Platform.Bots.OpenPlatform.Requests;
using Platform.Bots.OpenPlatform.Skills;
using Platform.Bots.OpenPlatform.Tokens;
using Platform.Bots.OpenPlatform.Usage;
using Platform.Data.Accounts;

namespace Platform.Bots.OpenPlatform;

/// <summary>What outside applications reach: models under <c>/v1</c> in OpenAI's form, and <c>/metrics</c>.</summary>
internal static class OpenPlatformRegistration
{
    private const string Cors = "OpenPlatform";

    public static void AddOpenPlatform(this IServiceCollection services)
    {
        services.AddOptions<OpenPlatformOptions>().BindConfiguration("OpenPlatform").ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton<KeyMeters>();
        services.AddHostedService<UsageWriter>();
        services.AddSingleton<ApiGate>();
        services.AddSingleton<RemoteCalls>();
        services.AddSingleton<ModelDirectory>();
        services.AddSingleton<ChatEndpoint>();
        services.AddSingleton<CompletionEndpoint>();
        services.AddSingleton<EmbeddingEndpoint>();
        services.AddSingleton<TokenEndpoints>();
        services.AddSingleton<CatalogEndpoints>();
        services.AddSingleton<SkillEndpoints>();
        services.AddMetricsEndpoint();
        services.AddOptions<CorsOptions>().Configure<IOptions<OpenPlatformOptions>>((cors, options) => cors.AddPolicy(Cors, policy => policy
            .WithOrigins([.. options.Value.AllowedOrigins]).AllowAnyHeader().WithMethods("GET", "POST")
            .WithExposedHeaders("x-request-id", "x-warning", "retry-after", "x-ratelimit-limit-requests", "x-ratelimit-remaining-requests", "x-ratelimit-reset-requests")));
    }

    public static void MapOpenPlatform(this WebApplication app)
    {
        var services = app.Services;
        var gate = services.GetRequiredService<ApiGate>();
        var largest = services.GetRequiredService<IOptions<OpenPlatformOptions>>().Value.MostBodyBytes;
        var v1 = app.MapGroup("/v1").RequireAuthorization(AccessPolicies.ApiKey).RequireCors(Cors).DisableAntiforgery().WithMetadata(new RequestSizeLimitAttribute(largest));
        v1.MapPost("/chat/completions", gate.Let(ApiScopes.Chat, services.GetRequiredService<ChatEndpoint>().HandleAsync));
        v1.MapPost("/completions", gate.Let(ApiScopes.Completions, services.GetRequiredService<CompletionEndpoint>().HandleAsync));
        v1.MapPost("/embeddings", gate.Let(ApiScopes.Embeddings, services.GetRequiredService<EmbeddingEndpoint>().HandleAsync));
        v1.MapPost("/tokenize", gate.Let(ApiScopes.Tokenize, services.GetRequiredService<TokenEndpoints>().TokenizeAsync));
        v1.MapPost("/detokenize", gate.Let(ApiScopes.Tokenize, services.GetRequiredService<TokenEndpoints>().DetokenizeAsync));
        v1.MapGet("/models", gate.Let(ApiScopes.Models, services.GetRequiredService<CatalogEndpoints>().ListAsync));
        v1.MapGet("/models/{**model}", gate.Let(ApiScopes.Models, services.GetRequiredService<CatalogEndpoints>().ReadAsync));
        v1.Map("/{**rest}", gate.Let(ApiScopes.None, _ => throw new ApiException(StatusCodes.Status404NotFound, "There is no such address. See docs/openai-api.md for those that are.", code: "unknown_url")));
        var skills = app.MapGroup("/api/skills").RequireAuthorization(AccessPolicies.ApiKey).RequireCors(Cors).DisableAntiforgery().WithMetadata(new RequestSizeLimitAttribute(largest));
        skills.MapGet("", gate.Let(ApiScopes.Chat, services.GetRequiredService<SkillEndpoints>().ListAsync));
        skills.MapPost("/{skill}", gate.Let(ApiScopes.Chat, services.GetRequiredService<SkillEndpoints>().RunAsync));
        app.MapMetrics();
    }
}
