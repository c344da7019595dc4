using System.Net;
using System.Threading.RateLimiting;
using Microsoft.Extensions.Options;
using Platform.Bots.Operations;

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

    public DirectLineError? OnAddress(IPAddress? address) => Take(_addresses, CallerNetwork.Of(address));

    public DirectLineError? OnPage(IPAddress? address) => Take(_pages, CallerNetwork.Of(address));

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

    private static PartitionedRateLimiter<string> Limiter(int perMinute) => PartitionedRateLimiter.Create<string, string>(key =>
        RateLimitPartition.GetTokenBucketLimiter(key, _ => new TokenBucketRateLimiterOptions
        {
            TokenLimit = perMinute,
            TokensPerPeriod = Math.Max(1, perMinute / Refills),
            ReplenishmentPeriod = perMinute >= Refills ? TimeSpan.FromSeconds(1) : TimeSpan.FromSeconds((double)Refills / perMinute),
            QueueLimit = 0,
        }), StringComparer.Ordinal);
}
