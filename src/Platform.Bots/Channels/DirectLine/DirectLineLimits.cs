using System.Net;
using System.Net.Sockets;
using System.Threading.RateLimiting;
using Microsoft.Extensions.Options;

namespace Platform.Bots.Channels.DirectLine;

/// <summary>How much one conversation and one address may ask for; each may save up a minute's worth.</summary>
internal sealed class DirectLineLimits(IOptions<DirectLineOptions> options) : IDisposable
{
    private const int Refills = 60; // a minute's worth comes in parts, one a second

    private readonly PartitionedRateLimiter<string> _conversations = Limiter(options.Value.RequestsPerMinutePerToken);
    private readonly PartitionedRateLimiter<string> _addresses = Limiter(options.Value.RequestsPerMinutePerAddress);
    private readonly PartitionedRateLimiter<string> _pages = Limiter(options.Value.PageTokensPerMinutePerAddress);

    /// <summary>A refreshed token counts with the one it came from, so the conversation is what is counted.</summary>
    /// <returns>The refusal, or null.</returns>
    public DirectLineError? OnConversation(string conversation) => Take(_conversations, conversation);

    public DirectLineError? OnAddress(IPAddress? address) => Take(_addresses, Network(address));

    public DirectLineError? OnPage(IPAddress? address) => Take(_pages, Network(address));

    public void Dispose()
    {
        _conversations.Dispose();
        _addresses.Dispose();
        _pages.Dispose();
    }

    private static DirectLineError? Take(PartitionedRateLimiter<string> limiter, string key)
    {
        using var lease = limiter.AttemptAcquire(key);
        if (lease.IsAcquired)
            return null;
        return DirectLineError.TooMany(lease.TryGetMetadata(MetadataName.RetryAfter, out var wait) ? wait : null);
    }

    /// <summary>A household has a whole /64 of IPv6 addresses.</summary>
    private static string Network(IPAddress? address)
    {
        if (address is null)
            return "";
        if (address.IsIPv4MappedToIPv6)
            address = address.MapToIPv4();
        return address.AddressFamily == AddressFamily.InterNetworkV6 ? Convert.ToHexString(address.GetAddressBytes().AsSpan(0, 8)) : address.ToString();
    }

    private static PartitionedRateLimiter<string> Limiter(int perMinute) => PartitionedRateLimiter.Create<string, string>(key =>
        RateLimitPartition.GetTokenBucketLimiter(key, _ => new TokenBucketRateLimiterOptions
        {
            TokenLimit = perMinute,
            TokensPerPeriod = Math.Max(1, perMinute / Refills),
            ReplenishmentPeriod = perMinute >= Refills ? TimeSpan.FromSeconds(1) : TimeSpan.FromSeconds((double)Refills / perMinute),
            QueueLimit = 0,
        }), StringComparer.Ordinal);
}
