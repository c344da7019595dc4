using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using Microsoft.Extensions.Options;

namespace Platform.Bots.Channels.Connector;

/// <summary>Posts activities to service URLs: with the token, within a time, again when that is worth it.</summary>
internal sealed class ConnectorCalls : IDisposable
{
    private const int LongestAnswer = 64 * 1024;

    private readonly ConnectorOptions _options;
    private readonly OutgoingTokens _tokens;
    private readonly TimeProvider _clock;
    private readonly ILogger _logger;
    private readonly HttpMessageInvoker _http;

    public ConnectorCalls(IOptions<ConnectorOptions> options, OutgoingTokens tokens, ServiceUrls serviceUrls, TimeProvider clock, ILogger<ConnectorCalls> logger)
    {
        (_options, _tokens, _clock, _logger) = (options.Value, tokens, clock, logger);
        _http = new HttpMessageInvoker(new SocketsHttpHandler
        {
            AllowAutoRedirect = false, // a redirect would lead past the checks of the service URL
            UseCookies = false,
            UseProxy = false, // a proxy would connect in our place and past the check of addresses
            ConnectCallback = serviceUrls.ConnectAsync,
            ConnectTimeout = TimeSpan.FromSeconds(10),
            PooledConnectionLifetime = TimeSpan.FromMinutes(5),
        });
    }

    /// <param name="activity">JSON in UTF-8.</param>
    /// <param name="mostRetries">How often it is tried again.</param>
    public async Task<CallOutcome> PostAsync(Uri url, ReadOnlyMemory<byte> activity, int mostRetries, CancellationToken cancellationToken)
    {
        var tokenRenewed = false;
        for (var retry = 0; ;)
        {
            var outcome = await TryPostAsync(url, activity, cancellationToken);
            if (outcome is { Status: 401, Token: { } refused } && !tokenRenewed)
            {
                tokenRenewed = true;
                _tokens.Drop(refused);
                continue;
            }

            if (!outcome.IsWorthRetrying || retry >= mostRetries)
                return outcome;
            var pause = PauseBefore(++retry, outcome.RetryAfter);
            _logger.CallRetried(outcome.Status, retry, pause.TotalMilliseconds);
            await Task.Delay(pause, _clock, cancellationToken);
        }
    }

    private async Task<CallOutcome> TryPostAsync(Uri url, ReadOnlyMemory<byte> activity, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(_options.RequestTimeout, _clock);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        string? token = null;
        try
        {
            token = await _tokens.GetAsync(both.Token);
            using var request = new HttpRequestMessage(HttpMethod.Post, url) { Content = new ReadOnlyMemoryContent(activity) };
            request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json") { CharSet = "utf-8" };
            if (token is not null)
                request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
            using var response = await _http.SendAsync(request, both.Token);
            return await ReadAsync(response, token, both.Token);
        }
        catch (HttpRequestException failure) when (failure.GetBaseException() is InternalAddressException)
        {
            return new CallOutcome((int)HttpStatusCode.Forbidden, null, "InternalAddress", null, token);
        }
        catch (HttpRequestException failure)
        {
            return new CallOutcome(0, null, failure.HttpRequestError.ToString(), null, token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return new CallOutcome((int)HttpStatusCode.RequestTimeout, null, "NoAnswerInTime", null, token); // it may have been taken: trying again could say it twice
        }
    }

    private async Task<CallOutcome> ReadAsync(HttpResponseMessage response, string? token, CancellationToken cancellationToken)
    {
        var status = (int)response.StatusCode;
        var (id, code) = ((string?)null, (string?)null);
        try
        {
            await response.Content.LoadIntoBufferAsync(LongestAnswer, cancellationToken);
            (id, code) = IdAndCode(await response.Content.ReadAsByteArrayAsync(cancellationToken));
        }
        catch (Exception unreadable) when (unreadable is HttpRequestException or IOException) // the status has said what matters
        {
            code = "UnreadableAnswer";
        }

        var after = response.Headers.RetryAfter is not { } header ? null : header.Delta ?? header.Date - _clock.GetUtcNow();
        return new CallOutcome(status, id, code, after, token);
    }

    private static (string? Id, string? Code) IdAndCode(ReadOnlyMemory<byte> body)
    {
        if (body.IsEmpty)
            return (null, null);
        try
        {
            using var answer = JsonDocument.Parse(body);
            if (answer.RootElement.ValueKind != JsonValueKind.Object)
                return (null, null);
            var id = Text(answer.RootElement, "id");
            return (id is { Length: > 0 and <= 400 } ? id : null,
                answer.RootElement.TryGetProperty("error", out var error) && error.ValueKind == JsonValueKind.Object ? Text(error, "code") : null);
        }
        catch (Exception unreadable) when (unreadable is JsonException or InvalidOperationException)
        {
            return (null, null);
        }
    }

    private static string? Text(JsonElement json, string name) =>
        json.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private TimeSpan PauseBefore(int retry, TimeSpan? asked)
    {
        var own = _options.RetryDelay * Math.Pow(2, retry - 1) * (1 + Random.Shared.NextDouble() / 2);
        var pause = asked is { } wish && wish > own ? wish : own;
        return pause < _options.LongestRetryDelay ? pause : _options.LongestRetryDelay;
    }

    public void Dispose() => _http.Dispose();
}

/// <summary>What came of a request to a channel.</summary>
/// <param name="Status">HTTP status; 0 when there was no connection.</param>
/// <param name="Id">The id that the channel gave the activity.</param>
/// <param name="Code">The channel's word for what was wrong.</param>
/// <param name="Token">The token that was used.</param>
internal sealed record CallOutcome(int Status, string? Id, string? Code, TimeSpan? RetryAfter, string? Token)
{
    public bool IsSuccess => Status is >= 200 and < 300;

    /// <summary>The channel is busy or away. Other refusals stay what they are.</summary>
    public bool IsWorthRetrying => Status is 0 or 429 or 412 or 502 or 504;

    /// <summary>It is worth an attempt much later, too: the fault lies with the channel and not with what was sent.</summary>
    public bool MayPass => IsWorthRetrying || Status is >= 500 and < 600;
}
