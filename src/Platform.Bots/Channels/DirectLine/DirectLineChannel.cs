using Microsoft.AspNetCore.Cors.Infrastructure;
using Microsoft.Extensions.Options;
using Platform.Bots.Channels.Activities;
using Platform.Bots.Operations;
using Platform.Scenarios.Uploads;

namespace Platform.Bots.Channels.DirectLine;

/// <summary>Direct Line 3.0 as a service: web chats and other clients reach the bots here.</summary>
internal static class DirectLineChannel
{
    /// <summary>In stored conversations.</summary>
    public const string Name = "directline";

    private const string Cors = "DirectLine";
    private const string CorsWithCookies = "DirectLineSession";

    public static void AddDirectLine(this IServiceCollection services)
    {
        services.AddOptions<DirectLineOptions>().BindConfiguration(DirectLineOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services.AddOptions<UploadOptions>().Configure<IOptions<DirectLineOptions>>((uploads, options) => uploads.InAll = options.Value.UploadsInAll);
        services.AddOptions<PublicAddressOptions>().BindConfiguration("Platform").ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton<PublicAddress>();
        services.AddSingleton<DirectLineKeys>();
        services.AddSingleton<DirectLineTokens>();
        services.AddSingleton<DirectLineLimits>();
        services.AddSingleton<KnownPeople>();
        services.AddSingleton<StreamedAnswers>();
        services.AddSingleton<TurnActivities>();
        services.AddSingleton<StreamCount>();
        services.AddScoped<ConversationStart>();
        services.AddScoped<ClientActivities>();
        services.AddHostedService<DirectLineUpkeep>();
        services.AddCors();
        services.AddOptions<CorsOptions>().Configure<IOptions<DirectLineOptions>>((cors, options) => AllowOrigins(cors, options.Value.AllowedOrigins));
    }

    public static void UseDirectLine(this WebApplication app)
    {
        app.UseWebSockets(new WebSocketOptions { KeepAliveInterval = TimeSpan.FromSeconds(20), KeepAliveTimeout = TimeSpan.FromSeconds(20) });
        app.UseCors();

        var open = app.MapGroup("/v3/directline").AddEndpointFilter<DirectLineEdge>().RequireCors(Cors).AllowAnonymous();
        open.MapGet("/conversations/{id}/stream", StreamEndpoint.Open);
        open.MapGet("/uploads/{key}/{name?}", UploadEndpoints.Read).WithMetadata(new ContentPolicy("default-src 'none'; sandbox; frame-ancestors 'none'"));

        var guarded = open.MapGroup("").AddEndpointFilter<DirectLineGate>();
        guarded.MapPost("/tokens/generate", TokenEndpoints.Generate);
        guarded.MapPost("/tokens/refresh", TokenEndpoints.Refresh);
        guarded.MapPost("/conversations", ConversationEndpoints.Start);
        guarded.MapGet("/conversations/{id}", ConversationEndpoints.Reconnect);
        guarded.MapGet("/conversations/{id}/activities", ActivityEndpoints.Read);
        guarded.MapPost("/conversations/{id}/activities", ActivityEndpoints.Post);
        guarded.MapPost("/conversations/{id}/upload", UploadEndpoints.Post);
        guarded.MapGet("/session/getsessionid", TokenEndpoints.Session).RequireCors(CorsWithCookies);
        guarded.Map("/{**rest}", () => DirectLineError.NoSuchRoute);

        app.MapGroup("").AddEndpointFilter<DirectLineEdge>().AllowAnonymous().MapPost("/chat/token", PageTokenEndpoint.Issue);
    }

    private static void AllowOrigins(CorsOptions cors, IList<string> origins)
    {
        cors.AddPolicy(Cors, policy => Allow(policy, origins));
        cors.AddPolicy(CorsWithCookies, policy =>
        {
            Allow(policy, [.. origins.Where(o => o != "*")]); // a browser refuses cookies for "any site", and so do we
            if (origins.Any(o => o != "*"))
                policy.AllowCredentials();
        });
    }

    private static void Allow(CorsPolicyBuilder policy, IList<string> origins) => policy
        .WithOrigins([.. origins])
        .WithMethods("GET", "POST", "OPTIONS")
        .WithHeaders("authorization", "content-type", "x-ms-bot-agent", "x-requested-with")
        .WithExposedHeaders("Retry-After")
        .SetPreflightMaxAge(TimeSpan.FromHours(1));
}
