using System.Text.Json;
using Microsoft.Extensions.Options;

namespace Platform.Bots.Channels.Connector;

/// <summary>The token that goes with replies: fetched once for all, kept until shortly before it expires.</summary>
internal sealed class OutgoingTokens(IOptions<ConnectorOptions> options, IHttpClientFactory clients, TimeProvider clock, ILogger<OutgoingTokens> logger) : IDisposable
{
    private static readonly TimeSpan Margin = TimeSpan.FromMinutes(5);

    private readonly SemaphoreSlim _fetching = new(1, 1);
    private volatile Token? _token;

    /// <returns>Null when the bot has no application id: then nobody expects a token.</returns>
    /// <exception cref="HttpRequestException">It cannot be fetched.</exception>
    public async ValueTask<string?> GetAsync(CancellationToken cancellationToken)
    {
        if (options.Value.AppId.Length == 0)
            return null;
        if (_token is { } token && clock.GetUtcNow() < token.UseUntil)
            return token.Value;

        await _fetching.WaitAsync(cancellationToken);
        try
        {
            if (_token is not { } fetched || clock.GetUtcNow() >= fetched.UseUntil)
                _token = fetched = await FetchAsync(cancellationToken);
            return fetched.Value;
        }
        catch (Exception failure) when (failure is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            logger.TokenNotFetched(failure.GetType().Name);
            throw new HttpRequestException(HttpRequestError.InvalidResponse, "The token endpoint did not answer with a token. Check Connector:TokenUrl.", failure);
        }
        catch (HttpRequestException failure)
        {
            logger.TokenNotFetched(failure.StatusCode?.ToString() ?? failure.HttpRequestError.ToString());
            throw;
        }
        finally
        {
            _fetching.Release();
        }
    }

    /// <summary>A channel did not take this token; the next call fetches another.</summary>
    public void Drop(string token)
    {
        if (_token is { } known && known.Value == token)
            _token = null;
    }

    private async Task<Token> FetchAsync(CancellationToken cancellationToken)
    {
        var settings = options.Value;
        var cloud = settings.Cloud();
        var tenant = settings.AppType == ConnectorAppType.SingleTenant ? settings.TenantId : cloud.DefaultTenant;
        using var form = new FormUrlEncodedContent(new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["grant_type"] = "client_credentials",
            ["client_id"] = settings.AppId,
            ["client_secret"] = settings.AppPassword,
            ["scope"] = settings.TokenScope ?? cloud.Scope,
        });
        using var response = await clients.CreateClient(ConnectorTokens.KeyClient)
            .PostAsync(new Uri(settings.TokenUrl ?? $"{cloud.Login}/{tenant}/oauth2/v2.0/token"), form, cancellationToken);
        response.EnsureSuccessStatusCode();
        using var answer = JsonDocument.Parse(await response.Content.ReadAsByteArrayAsync(cancellationToken));
        var value = answer.RootElement.GetProperty("access_token").GetString() ?? throw new JsonException("access_token is null; a string was expected.");
        var expiresIn = answer.RootElement.GetProperty("expires_in");
        var lifetime = TimeSpan.FromSeconds(expiresIn.ValueKind == JsonValueKind.String
            ? double.Parse(expiresIn.GetString()!, System.Globalization.CultureInfo.InvariantCulture) : expiresIn.GetDouble());
        return new Token(value, clock.GetUtcNow() + (lifetime > 2 * Margin ? lifetime - Margin : lifetime / 2));
    }

    public void Dispose() => _fetching.Dispose();

    private sealed record Token(string Value, DateTimeOffset UseUntil);
}
