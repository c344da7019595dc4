using Microsoft.Extensions.Options;

namespace Platform.Bots.Channels.Connector;

/// <summary>What attributes cannot say about <see cref="ConnectorOptions"/>.</summary>
internal sealed class ConnectorOptionsRules : IValidateOptions<ConnectorOptions>
{
    public ValidateOptionsResult Validate(string? name, ConnectorOptions options)
    {
        var failures = new List<string>();
        if (options is { AppType: ConnectorAppType.SingleTenant, TenantId.Length: 0 })
            failures.Add("Connector:AppType is SingleTenant and Connector:TenantId is empty. Set the tenant's id.");
        if (options is { AppId.Length: > 0, AppPassword.Length: 0 })
            failures.Add("Connector:AppId is set and Connector:AppPassword is empty, so no reply could be sent. Set the application's client secret, or leave both empty.");
        foreach (var (key, url) in new[]
        {
            ("MetadataUrl", options.MetadataUrl), ("EmulatorMetadataUrl", options.EmulatorMetadataUrl), ("TokenUrl", options.TokenUrl),
        })
            if (url is not null && !IsSafe(url))
                failures.Add($"Connector:{key} is '{url}'. It decides who is trusted, so it must be an https address, or http on this machine.");
        foreach (var url in options.AllowedServiceUrls)
            if (!ServiceUrls.TryRead(url, out _))
                failures.Add($"Connector:AllowedServiceUrls holds '{url}'. Each must be an absolute http or https address without user, query and fragment.");
        foreach (var rate in options.TeamsConversationRates.Append(options.TeamsTenantRate))
            if (!Rate.TryParse(rate, out _))
                failures.Add($"Connector has the rate '{rate}'. A rate is written as most/window, for example 7/00:00:01.");
        return failures.Count > 0 ? ValidateOptionsResult.Fail(failures) : ValidateOptionsResult.Success;
    }

    private static bool IsSafe(string url) => Uri.TryCreate(url, UriKind.Absolute, out var uri)
        && (uri.Scheme == Uri.UriSchemeHttps || (uri.Scheme == Uri.UriSchemeHttp && uri.IsLoopback));
}
