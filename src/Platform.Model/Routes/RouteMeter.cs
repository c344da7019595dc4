using System.Net;
using Polly.Timeout;

namespace Platform.Model.Routes;

/// <summary>Watches each try that leaves for an endpoint, and how it went.</summary>
/// <param name="limit">A try that was given up after so long counts as the endpoint's failure, even when the caller's own clock ended it.</param>
internal sealed class RouteMeter(TimeSpan limit, TimeProvider clock) : DelegatingHandler
{
    private const double Weight = 0.1; // of the newest answer in the running mean

    private readonly Lock _gate = new();
    private int _running;
    private long _requests;
    private long _failures;
    private string? _lastFailure;
    private DateTimeOffset? _lastFailureAt;
    private DateTimeOffset? _lastSuccessAt;
    private double _meanMs = double.NaN;

    public RouteHealth Health(BreakerState breaker)
    {
        lock (_gate)
            return new RouteHealth(breaker, _running, _requests, _failures, _lastFailure, _lastFailureAt, _lastSuccessAt, TimeSpan.FromMilliseconds(double.IsNaN(_meanMs) ? 0 : _meanMs));
    }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var began = clock.GetTimestamp();
        lock (_gate)
        {
            _running++;
            _requests++;
        }

        string? failure = null;
        try
        {
            var response = await base.SendAsync(request, cancellationToken);
            if (response.StatusCode is >= HttpStatusCode.InternalServerError or HttpStatusCode.TooManyRequests or HttpStatusCode.Unauthorized)
                failure = ((int)response.StatusCode).ToString(System.Globalization.CultureInfo.InvariantCulture);
            return response;
        }
        catch (OperationCanceledException late) when (clock.GetElapsedTime(began) >= limit)
        {
            failure = nameof(TimeoutRejectedException);
            throw new TimeoutRejectedException($"The endpoint did not answer within {limit}.", late);
        }
        catch (Exception broken)
        {
            failure = broken.GetType().Name;
            throw;
        }
        finally
        {
            Note(failure, clock.GetElapsedTime(began));
        }
    }

    private void Note(string? failure, TimeSpan took)
    {
        lock (_gate)
        {
            _running--;
            if (failure is not null)
            {
                _failures++;
                (_lastFailure, _lastFailureAt) = (failure, clock.GetUtcNow());
                return;
            }

            _lastSuccessAt = clock.GetUtcNow();
            _meanMs = double.IsNaN(_meanMs) ? took.TotalMilliseconds : _meanMs + (Weight * (took.TotalMilliseconds - _meanMs));
        }
    }
}
