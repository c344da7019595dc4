using System.Collections.Frozen;
using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.IdentityModel.Tokens;

namespace Platform.Bots.Channels.Connector;

/// <summary>The public keys of one issuer, fetched when first needed and again when they are old or a new one is named.</summary>
/// <remarks>An attacker can name endless new keys, so those make it fetch at most once in <see cref="ConnectorOptions.KeyRefreshInterval"/>.</remarks>
internal sealed class SigningKeys(string metadataUrl, HttpClient http, ConnectorOptions options, TimeProvider clock, ILogger logger) : IDisposable
{
    private static readonly TimeSpan PauseAfterFailure = TimeSpan.FromSeconds(2);

    private readonly SemaphoreSlim _fetching = new(1, 1);
    private volatile KeySet? _keys;
    private DateTimeOffset _lastFailure = DateTimeOffset.MinValue;
    private DateTimeOffset _lastRefresh = DateTimeOffset.MinValue;

    /// <summary>Grows whenever the keys change: what was concluded from older ones is void.</summary>
    public int Generation => _keys?.Generation ?? 0;

    /// <returns>Null when the issuer has no such key.</returns>
    /// <exception cref="KeysUnavailableException">No keys are known and they cannot be fetched.</exception>
    public async ValueTask<SigningKey?> FindAsync(string keyId, CancellationToken cancellationToken)
    {
        var keys = _keys;
        if (keys is null || clock.GetUtcNow() - keys.FetchedAt >= options.KeyLifetime)
            keys = await FetchAsync(keys, isRefresh: false, cancellationToken);
        if (keys.Find(keyId) is { } key)
            return key;
        keys = await FetchAsync(keys, isRefresh: true, cancellationToken);
        return keys.Find(keyId);
    }

    private async Task<KeySet> FetchAsync(KeySet? seen, bool isRefresh, CancellationToken cancellationToken)
    {
        if (isRefresh && clock.GetUtcNow() - _lastRefresh < options.KeyRefreshInterval)
            return seen!;
        await _fetching.WaitAsync(cancellationToken);
        try
        {
            if (_keys is { } other && other != seen)
                return other; // someone else fetched meanwhile
            var now = clock.GetUtcNow();
            if (isRefresh && now - _lastRefresh < options.KeyRefreshInterval)
                return seen!;
            if (now - _lastFailure < PauseAfterFailure)
                return seen ?? throw new KeysUnavailableException(metadataUrl, inner: null);
            if (isRefresh)
                _lastRefresh = now;
            return _keys = await LoadAsync((seen?.Generation ?? 0) + 1, cancellationToken);
        }
        catch (Exception failure) when (failure is HttpRequestException or JsonException or FormatException or KeyNotFoundException or InvalidOperationException or CryptographicException
            || (failure is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            _lastFailure = clock.GetUtcNow();
            logger.KeysNotFetched(metadataUrl, failure.GetType().Name);
            return seen ?? throw new KeysUnavailableException(metadataUrl, failure);
        }
        finally
        {
            _fetching.Release();
        }
    }

    private async Task<KeySet> LoadAsync(int generation, CancellationToken cancellationToken)
    {
        using var metadata = JsonDocument.Parse(await http.GetByteArrayAsync(metadataUrl, cancellationToken));
        using var document = JsonDocument.Parse(await http.GetByteArrayAsync(metadata.RootElement.GetProperty("jwks_uri").GetString(), cancellationToken));
        var keys = new Dictionary<string, SigningKey>(StringComparer.Ordinal);
        foreach (var key in document.RootElement.GetProperty("keys").EnumerateArray())
            if (SigningKey.From(key) is { } usable)
                keys[usable.Key.KeyId] = usable;
        logger.KeysFetched(metadataUrl, keys.Count);
        return new KeySet(keys.ToFrozenDictionary(StringComparer.Ordinal), clock.GetUtcNow(), generation);
    }

    public void Dispose() => _fetching.Dispose();

    private sealed record KeySet(FrozenDictionary<string, SigningKey> Keys, DateTimeOffset FetchedAt, int Generation)
    {
        public SigningKey? Find(string keyId) => Keys.GetValueOrDefault(keyId);
    }
}

/// <summary>A key and the channels it may speak for; none means all.</summary>
internal sealed record SigningKey(RsaSecurityKey Key, IReadOnlyList<string> Endorsements)
{
    /// <returns>Null for what is no RSA signing key.</returns>
    public static SigningKey? From(JsonElement key)
    {
        if (Text(key, "kty") != "RSA" || Text(key, "use") is not (null or "sig") || Text(key, "kid") is not { Length: > 0 } id
            || Text(key, "n") is not { } modulus || Text(key, "e") is not { } exponent)
            return null;
        var endorsements = key.TryGetProperty("endorsements", out var listed) && listed.ValueKind == JsonValueKind.Array
            ? listed.EnumerateArray().Where(e => e.ValueKind == JsonValueKind.String).Select(e => e.GetString()!).ToArray()
            : [];
        var parameters = new RSAParameters { Modulus = Base64UrlEncoder.DecodeBytes(modulus), Exponent = Base64UrlEncoder.DecodeBytes(exponent) };
        return new SigningKey(new RsaSecurityKey(parameters) { KeyId = id }, endorsements);
    }

    private static string? Text(JsonElement key, string name) =>
        key.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}

/// <summary>Nobody can be authenticated now; caught at the endpoint, which says so.</summary>
internal sealed class KeysUnavailableException(string metadataUrl, Exception? inner)
    : Exception($"The signing keys named by '{metadataUrl}' cannot be fetched. Check Connector:MetadataUrl and the way to it.", inner);
