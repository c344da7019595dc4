using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Platform.Bots.Channels.Connector;

/// <summary>Validates the tokens that channels send. A token that was found good is known by its hash until it expires or the keys change.</summary>
internal sealed class ConnectorTokens : IDisposable
{
    public const string KeyClient = "connector-keys";

    private const int MostKnown = 10_000;
    private static readonly TimeSpan Skew = TimeSpan.FromMinutes(5);
    private static readonly string[] Algorithms = [SecurityAlgorithms.RsaSha256, SecurityAlgorithms.RsaSha384, SecurityAlgorithms.RsaSha512];

    private readonly ConnectorOptions _options;
    private readonly TimeProvider _clock;
    private readonly JsonWebTokenHandler _handler = new();
    private readonly ConcurrentDictionary<(UInt128, UInt128), GoodToken> _known = new();
    private readonly HashSet<string> _channelIssuers;
    private readonly HashSet<string> _emulatorIssuers;
    private readonly SigningKeys _channelKeys;
    private readonly SigningKeys _emulatorKeys;

    public ConnectorTokens(IOptions<ConnectorOptions> options, IHttpClientFactory clients, TimeProvider clock, ILogger<ConnectorTokens> logger)
    {
        (_options, _clock) = (options.Value, clock);
        var cloud = _options.Cloud();
        _channelIssuers = new(_options.Issuers.DefaultIfEmpty(cloud.Issuer), StringComparer.Ordinal);
        var tenants = Cloud.EmulatorTenants.Append(_options.TenantId).Where(tenant => tenant.Length > 0);
        _emulatorIssuers = new(
            _options.EmulatorIssuers.DefaultIfEmpty().SelectMany(issuer => issuer is null
                ? tenants.SelectMany(tenant => new[] { $"https://sts.windows.net/{tenant}/", $"{cloud.Login}/{tenant}/v2.0" })
                : [issuer]),
            StringComparer.Ordinal);
        var http = clients.CreateClient(KeyClient);
        _channelKeys = new SigningKeys(_options.MetadataUrl ?? cloud.MetadataUrl, http, _options, clock, logger);
        _emulatorKeys = new SigningKeys(_options.EmulatorMetadataUrl ?? cloud.EmulatorMetadataUrl, http, _options, clock, logger);
    }

    /// <returns>Null for a token that does not hold.</returns>
    /// <exception cref="KeysUnavailableException">It looks right, but the keys to check it cannot be fetched.</exception>
    public async ValueTask<GoodToken?> ValidateAsync(string token, CancellationToken cancellationToken)
    {
        var hash = HashOf(token);
        if (_known.TryGetValue(hash, out var known))
        {
            if (known.Generation == GenerationOf(known.FromChannel) && !HasExpired(known.ExpiresAt))
                return known;
            _known.TryRemove(hash, out _);
        }

        if (await CheckAsync(token, cancellationToken) is not { } good)
            return null;
        if (_known.Count >= MostKnown)
            _known.Clear();
        _known[hash] = good;
        return good;
    }

    private async ValueTask<GoodToken?> CheckAsync(string token, CancellationToken cancellationToken)
    {
        // what can be seen without a key is looked at first, so that only tokens made for this bot can make it fetch keys
        if (!_handler.CanReadToken(token) || Read(token) is not { } jwt
            || !Algorithms.Contains(jwt.Alg, StringComparer.Ordinal) || string.IsNullOrEmpty(jwt.Kid)
            || !jwt.TryGetPayloadValue<long>("exp", out var expires) || expires is < 0 or > 253402300799
            || HasExpired(DateTimeOffset.FromUnixTimeSeconds(expires)) || !jwt.Audiences.Contains(_options.AppId, StringComparer.Ordinal))
            return null;
        var fromChannel = _channelIssuers.Contains(jwt.Issuer);
        if (!fromChannel && !(_options.EmulatorEnabled && _emulatorIssuers.Contains(jwt.Issuer)))
            return null;

        var keys = fromChannel ? _channelKeys : _emulatorKeys;
        if (await keys.FindAsync(jwt.Kid, cancellationToken) is not { } key)
            return null;
        var result = await _handler.ValidateTokenAsync(jwt, new TokenValidationParameters
        {
            ValidAlgorithms = Algorithms,
            IssuerSigningKey = key.Key,
            TryAllIssuerSigningKeys = false,
            ValidIssuer = jwt.Issuer, // one of the accepted ones, see above
            ValidAudience = _options.AppId,
            RequireExpirationTime = true,
            RequireSignedTokens = true,
            LifetimeValidator = (notBefore, expiry, _, _) =>
                expiry is { } until && !HasExpired(new DateTimeOffset(until, TimeSpan.Zero)) && (notBefore is not { } from || from <= _clock.GetUtcNow().UtcDateTime + Skew),
        });
        if (!result.IsValid || (!fromChannel && !IsOurOwn(jwt)))
            return null;
        var serviceUrl = jwt.TryGetPayloadValue<string>("serviceurl", out var claim) ? claim : null;
        return new GoodToken(fromChannel, serviceUrl, key.Endorsements, DateTimeOffset.FromUnixTimeSeconds(expires), keys.Generation);
    }

    /// <summary>An emulator's token is made with the bot's own id; which claim says so depends on the token's version.</summary>
    private bool IsOurOwn(JsonWebToken jwt)
    {
        var version = jwt.TryGetPayloadValue<string>("ver", out var ver) ? ver : "1.0";
        var claim = version switch { "1.0" => "appid", "2.0" => "azp", _ => null };
        return claim is not null && jwt.TryGetPayloadValue<string>(claim, out var id) && id == _options.AppId;
    }

    private JsonWebToken? Read(string token)
    {
        try
        {
            return _handler.ReadJsonWebToken(token);
        }
        catch (Exception malformed) when (malformed is ArgumentException or SecurityTokenException or System.Text.Json.JsonException or FormatException or InvalidOperationException)
        {
            return null;
        }
    }

    private int GenerationOf(bool fromChannel) => (fromChannel ? _channelKeys : _emulatorKeys).Generation;

    private bool HasExpired(DateTimeOffset at) => at + Skew <= _clock.GetUtcNow();

    private static (UInt128, UInt128) HashOf(string token)
    {
        Span<byte> hash = stackalloc byte[32];
        SHA256.HashData(Encoding.UTF8.GetBytes(token), hash);
        return (System.Buffers.Binary.BinaryPrimitives.ReadUInt128LittleEndian(hash), System.Buffers.Binary.BinaryPrimitives.ReadUInt128LittleEndian(hash[16..]));
    }

    public void Dispose()
    {
        _channelKeys.Dispose();
        _emulatorKeys.Dispose();
    }
}

/// <summary>What is known of a token that holds.</summary>
/// <param name="FromChannel">Whether a channel sent it, and not an emulator or a program with the bot's own secret.</param>
/// <param name="ServiceUrl">The service URL that it vouches for.</param>
/// <param name="Endorsements">The channels that its key may speak for; none means all.</param>
internal sealed record GoodToken(bool FromChannel, string? ServiceUrl, IReadOnlyList<string> Endorsements, DateTimeOffset ExpiresAt, int Generation);
