using System.ComponentModel.DataAnnotations;

namespace Platform.Bots.Channels.Connector;

/// <summary>Section <c>Connector</c>: the door to Teams and the other channels of the Bot Framework.</summary>
internal sealed class ConnectorOptions
{
    /// <summary>The bot's application id. Empty: in Development nothing is authenticated and only this machine is answered; elsewhere nobody is let in.</summary>
    public string AppId { get; set; } = "";

    /// <summary>The application's client secret.</summary>
    public string AppPassword { get; set; } = "";

    public ConnectorAppType AppType { get; set; }

    /// <summary>The tenant of a single-tenant application; also the tenant whose emulator tokens are accepted.</summary>
    public string TenantId { get; set; } = "";

    /// <summary>The United States Government cloud instead of the public one: other defaults for all addresses below.</summary>
    public bool Government { get; set; }

    /// <summary>OpenID metadata of who signs what channels send; null for the cloud's own.</summary>
    public string? MetadataUrl { get; set; }

    /// <summary>Accepted issuers of what channels send; none for the cloud's own.</summary>
    public IList<string> Issuers { get; } = [];

    /// <summary>Whether tokens of the Bot Framework Emulator and of other programs that hold the application's secret are accepted.</summary>
    public bool EmulatorEnabled { get; set; }

    public string? EmulatorMetadataUrl { get; set; }

    public IList<string> EmulatorIssuers { get; } = [];

    /// <summary>Where the token for replies is fetched; null for the cloud's own.</summary>
    public string? TokenUrl { get; set; }

    public string? TokenScope { get; set; }

    /// <summary>How long signing keys are used before they are fetched again.</summary>
    [Range(typeof(TimeSpan), "00:01:00", "7.00:00:00")]
    public TimeSpan KeyLifetime { get; set; } = TimeSpan.FromHours(24);

    /// <summary>A token that names an unknown key makes the keys be fetched again, at most once in this time.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00")]
    public TimeSpan KeyRefreshInterval { get; set; } = TimeSpan.FromHours(1);

    /// <summary>Service URLs that are answered although no token vouches for them, and whose address may be internal: scheme, host, port and beginning of the path must agree.</summary>
    public IList<string> AllowedServiceUrls { get; } = [];

    /// <summary>Largest accepted activity in bytes.</summary>
    [Range(1024, 10 * 1024 * 1024)]
    public int MostActivityBytes { get; set; } = 256 * 1024;

    /// <summary>How often a reply is tried again when the channel is busy or away.</summary>
    [Range(0, 20)]
    public int MostRetries { get; set; } = 5;

    /// <summary>Pause before the first retry; doubled each time, with jitter.</summary>
    [Range(typeof(TimeSpan), "00:00:00.001", "00:01:00")]
    public TimeSpan RetryDelay { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>The longest pause that a channel's <c>Retry-After</c> can ask for.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:10:00")]
    public TimeSpan LongestRetryDelay { get; set; } = TimeSpan.FromMinutes(2);

    /// <summary>How long one request to a channel may take.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:02:00")]
    public TimeSpan RequestTimeout { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>Teams: sends in one conversation, as <c>most/window</c>. None for the documented 7/1 s, 8/2 s, 60/30 s, 1800/1 h.</summary>
    public IList<string> TeamsConversationRates { get; } = [];

    /// <summary>Teams: requests of this bot in a tenant, as <c>most/window</c>.</summary>
    public string TeamsTenantRate { get; set; } = "50/00:00:01";

    /// <summary>Teams: pause between the steps of a streamed answer.</summary>
    [Range(typeof(TimeSpan), "00:00:00.010", "00:00:10")]
    public TimeSpan StreamInterval { get; set; } = TimeSpan.FromSeconds(1);

    public Cloud Cloud() => Government ? Connector.Cloud.UnitedStatesGovernment : Connector.Cloud.Public;
}

internal enum ConnectorAppType
{
    MultiTenant = 0,
    SingleTenant = 1,
}

/// <summary>The addresses of a cloud.</summary>
/// <remarks>Source: npm botframework-connector 4.23.3, authenticationConstants and governmentConstants.</remarks>
internal sealed record Cloud(string MetadataUrl, string Issuer, string EmulatorMetadataUrl, string Login, string DefaultTenant, string Scope)
{
    public static Cloud Public { get; } = new(
        "https://login.botframework.com/v1/.well-known/openidconfiguration",
        "https://api.botframework.com",
        "https://login.microsoftonline.com/botframework.com/v2.0/.well-known/openid-configuration",
        "https://login.microsoftonline.com",
        "botframework.com",
        "https://api.botframework.com/.default");

    public static Cloud UnitedStatesGovernment { get; } = new(
        "https://login.botframework.azure.us/v1/.well-known/openidconfiguration",
        "https://api.botframework.us",
        "https://login.microsoftonline.us/cab8a31a-1906-4287-a0d8-4eef66b95f6e/v2.0/.well-known/openid-configuration",
        "https://login.microsoftonline.us",
        "MicrosoftServices.onmicrosoft.us",
        "https://api.botframework.us/.default");

    /// <summary>The tenants in which the emulator's tokens are made.</summary>
    public static IReadOnlyList<string> EmulatorTenants { get; } = ["d6d49420-f39b-4df7-a1dc-d59a935871db", "f8cdef31-a31e-4b4a-93e4-5f571e91255a"];
}
