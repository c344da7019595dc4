using Microsoft.Extensions.Options;
using Platform.Bots.Channels.Activities;

namespace Platform.Bots.Channels.Connector;

/// <summary>Who may post activities.</summary>
/// <remarks>There is no setting that lets everybody in: without an application id that happens in Development alone, and then only this machine is answered.</remarks>
internal sealed class ConnectorAuthentication(IOptions<ConnectorOptions> options, IHostEnvironment environment, ConnectorTokens tokens, ServiceUrls serviceUrls)
{
    private const string Scheme = "Bearer ";

    /// <returns>Null for a caller who is not let in.</returns>
    /// <exception cref="KeysUnavailableException">It cannot be told now.</exception>
    public async ValueTask<Caller?> IdentifyAsync(string? authorization, CancellationToken cancellationToken)
    {
        if (options.Value.AppId.Length == 0)
            return environment.IsDevelopment() ? new Caller(Token: null) : null;
        if (authorization?.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase) != true)
            return null;
        return await tokens.ValidateAsync(authorization[Scheme.Length..].Trim(), cancellationToken) is { } token ? new Caller(token) : null;
    }

    /// <summary>Whether the caller may post this activity: a channel's token holds for one service URL, its key for some channels.</summary>
    public bool Allows(Caller caller, Activity activity) => caller.Token switch
    {
        null => activity.ServiceUrl is null || serviceUrls.Callable(activity.ServiceUrl, vouched: false) is not null,
        { FromChannel: false } => true,
        var token => token.ServiceUrl is { Length: > 0 } serviceUrl && serviceUrl == activity.ServiceUrl
            && (token.Endorsements.Count == 0 || (activity.ChannelId is { } channel && token.Endorsements.Contains(channel, StringComparer.Ordinal))),
    };
}

/// <param name="Token">Null in Development without an application id.</param>
internal sealed record Caller(GoodToken? Token);
