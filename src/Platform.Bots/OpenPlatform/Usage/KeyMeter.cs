using System.Runtime.InteropServices;
using Platform.Data.Accounts;
using Platform.Scenarios.Keys;

namespace Platform.Bots.OpenPlatform.Usage;

/// <summary>Counts what one key used in this minute and on this day, here and, as far as it is known, on other servers; says when it is too much.</summary>
internal sealed class KeyMeter
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    private readonly Lock _gate = new();
    private readonly Dictionary<(string Model, DateOnly Day), Counts> _open = [];
    private UsedToday _known;
    private DateTimeOffset _minuteBegan;
    private long _minuteRequests;
    private long _requestsSince;
    private long _tokensSince;

    /// <param name="known">What the database says, of which nothing was counted here.</param>
    public KeyMeter(UsedToday known) => _known = known;

    /// <summary>Takes one request in, or says why not.</summary>
    public Admission Admit(ApiKey key, DateTimeOffset now)
    {
        lock (_gate)
        {
            TurnDay(DateOnly.FromDateTime(now.UtcDateTime));
            if (now - _minuteBegan >= Minute)
                (_minuteBegan, _minuteRequests) = (now, 0);

            var minuteEnds = _minuteBegan + Minute - now;
            var dayEnds = now.UtcDateTime.Date.AddDays(1) - now.UtcDateTime;
            var (requestsToday, tokensToday) = (_known.Requests + _requestsSince, _known.Tokens + _tokensSince);
            var refusal = key switch
            {
                { RequestsPerMinute: { } most } when _minuteRequests >= most => ($"The key may send {most} requests a minute. Try again in {Seconds(minuteEnds)} s.", "rate_limit_exceeded", minuteEnds),
                { RequestsPerDay: { } most } when requestsToday >= most => ($"The key may send {most} requests a day (UTC) and has sent them. Try again tomorrow, or ask for a larger limit.", "insufficient_quota", dayEnds),
                { TokensPerDay: { } most } when tokensToday >= most => ($"The key may use {most} tokens a day (UTC) and has used {tokensToday}. Try again tomorrow, or ask for a larger limit.", "insufficient_quota", dayEnds),
                _ => default((string Words, string Code, TimeSpan RetryAfter)?),
            };
            if (refusal is null)
            {
                _minuteRequests++;
                _requestsSince++;
                requestsToday++;
            }

            Quota? requests = key switch
            {
                { RequestsPerMinute: { } most } => new Quota(most, Math.Max(0, most - _minuteRequests), minuteEnds),
                { RequestsPerDay: { } most } => new Quota(most, Math.Max(0, most - requestsToday), dayEnds),
                _ => null,
            };
            Quota? tokens = key.TokensPerDay is { } mostTokens ? new Quota(mostTokens, Math.Max(0, mostTokens - tokensToday), dayEnds) : null;
            return new Admission(requests, tokens, refusal?.Words, refusal?.Code, refusal?.RetryAfter ?? TimeSpan.Zero);
        }
    }

    /// <summary>Adds what an admitted request used, when it is over. (A refused one is counted with <paramref name="admitted"/> false.)</summary>
    public void Count(string model, RequestUsage usage, bool failed, bool admitted, DateTimeOffset now)
    {
        var day = DateOnly.FromDateTime(now.UtcDateTime);
        lock (_gate)
        {
            TurnDay(day);
            _open[(model, day)] = _open.GetValueOrDefault((model, day)).Add(usage, failed, admitted, now);
            _tokensSince += usage.PromptTokens + usage.CompletionTokens;
        }
    }

    /// <summary>What is to be written; it is counted as known only with <see cref="Settle"/>.</summary>
    public IReadOnlyList<UsageRow> Take(Guid key)
    {
        lock (_gate)
        {
            IReadOnlyList<UsageRow> rows = [.. _open.Select(open => new UsageRow(key, open.Key.Model, open.Key.Day, open.Value.Requests, open.Value.Errors,
                open.Value.Used.PromptTokens, open.Value.Used.CachedTokens, open.Value.Used.CompletionTokens, open.Value.Last))];
            _open.Clear();
            return rows;
        }
    }

    /// <summary>The rows were written, and the database now says this.</summary>
    public void Settle(IEnumerable<UsageRow> written, UsedToday known)
    {
        lock (_gate)
        {
            TurnDay(known.Day);
            if (known.Day != _known.Day)
                return; // written before midnight; today is counted already
            foreach (var row in written.Where(row => row.Day == known.Day))
            {
                _requestsSince = Math.Max(0, _requestsSince - row.Requests);
                _tokensSince -= row.PromptTokens + row.CompletionTokens;
            }

            _known = known;
        }
    }

    private void TurnDay(DateOnly day)
    {
        if (day > _known.Day)
            (_known, _requestsSince, _tokensSince) = (new UsedToday(day, 0, 0), 0, 0);
    }

    private static int Seconds(TimeSpan wait) => (int)Math.Ceiling(wait.TotalSeconds);

    /// <summary>Refused requests count as errors, not as requests: they must not use the key up.</summary>
    [StructLayout(LayoutKind.Auto)]
    private readonly record struct Counts(long Requests, long Errors, RequestUsage Used, DateTimeOffset Last)
    {
        public Counts Add(RequestUsage usage, bool failed, bool admitted, DateTimeOffset now) => new(
            Requests + (admitted ? 1 : 0),
            Errors + (failed ? 1 : 0),
            new RequestUsage(Used.PromptTokens + usage.PromptTokens, Used.CachedTokens + usage.CachedTokens, Used.CompletionTokens + usage.CompletionTokens),
            now);
    }
}
