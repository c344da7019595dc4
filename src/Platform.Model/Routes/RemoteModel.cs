using System.Net;
using System.Net.Http.Headers;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Http.Resilience;
using Microsoft.SemanticKernel;
using Microsoft.SemanticKernel.ChatCompletion;
using Polly;
using Polly.CircuitBreaker;
using Polly.Retry;
using Polly.Timeout;

namespace Platform.Model.Routes;

/// <summary>An OpenAI-compatible endpoint behind a route: with its limits, tries and circuit breaker.</summary>
#pragma warning disable CA1001 // requests under way may outlive the route; its handlers hold nothing but the network, which belongs to ModelRoutes
public sealed class RemoteModel
{
    private static readonly TimeSpan Sampling = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(200);

    private readonly CircuitBreakerStateProvider _breaker = new();
    private readonly RouteMeter _meter;
    private readonly HttpClient _http;
    private readonly string? _key;
    private readonly Lazy<IChatClient> _client;

    /// <param name="key">Sent as bearer token, if there is one.</param>
    internal RemoteModel(string skill, ModelRoute route, string? key, HttpMessageHandler network, TimeProvider clock)
    {
        (Skill, Route, _key) = (skill, route, string.IsNullOrEmpty(key) ? null : key);
        _meter = new RouteMeter(route.TimeLimit * 0.9, clock) { InnerHandler = network };
        var tries = new ResilienceHandler(Pipeline(route, _breaker, clock)) { InnerHandler = _meter };
        _http = new HttpClient(new Crowd(route.Concurrency) { InnerHandler = tries }, disposeHandler: false) { Timeout = Timeout.InfiniteTimeSpan };
        _client = new Lazy<IChatClient>(() =>
        {
            var kernel = Kernel.CreateBuilder();
            kernel.AddOpenAIChatCompletion(route.Model, route.Endpoint!, _key, httpClient: _http);
            return new CountedChatClient(kernel.Build().GetRequiredService<IChatCompletionService>().AsChatClient());
        });
    }

    public string Skill { get; }

    public ModelRoute Route { get; }

    /// <summary>For conversations in code.</summary>
    public IChatClient ChatClient => _client.Value;

    public RouteHealth Health => _meter.Health(_breaker.CircuitState switch
    {
        CircuitState.Closed => BreakerState.Closed,
        CircuitState.HalfOpen => BreakerState.Trying,
        _ => BreakerState.Open,
    });

    /// <summary>Sends a body as it is; the answer is returned as soon as its headers are there.</summary>
    /// <param name="path">Below the endpoint, such as <c>chat/completions</c>.</param>
    public Task<HttpResponseMessage> SendAsync(string path, ReadOnlyMemory<byte> body, CancellationToken cancellationToken)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, Address(path)) { Content = new ReadOnlyMemoryContent(body) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        return SendAsync(request, cancellationToken);
    }

    /// <summary>Asks the endpoint for its models, as a sign that it is there and takes the key.</summary>
    /// <returns>Null when it is well; else what it answered.</returns>
    public async Task<string?> ProbeAsync(CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(Route.TimeLimit);
        try
        {
            using var answer = await SendAsync(new HttpRequestMessage(HttpMethod.Get, Address("models")), limit.Token);
            return answer.IsSuccessStatusCode ? null : $"{(int)answer.StatusCode} {answer.ReasonPhrase}";
        }
        catch (Exception failure) when (!cancellationToken.IsCancellationRequested) // whatever it is, it is the answer to the question
        {
            return failure.GetType().Name;
        }
    }

    private Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (_key is not null)
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", _key);
        return _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
    }

    private Uri Address(string path) => new($"{Route.Endpoint!.AbsoluteUri.TrimEnd('/')}/{path}");

    private static ResiliencePipeline<HttpResponseMessage> Pipeline(ModelRoute route, CircuitBreakerStateProvider breaker, TimeProvider clock) => new ResiliencePipelineBuilder<HttpResponseMessage> { TimeProvider = clock }
        .AddRetry(new RetryStrategyOptions<HttpResponseMessage>
        {
            MaxRetryAttempts = Math.Max(1, route.Retries), // Polly knows no 0; then nothing is handled
            BackoffType = DelayBackoffType.Exponential,
            UseJitter = true,
            Delay = FirstPause,
            ShouldHandle = outcome => ValueTask.FromResult(route.Retries > 0 && MayPass(outcome.Outcome, route)),
            DelayGenerator = tried => ValueTask.FromResult(WaitOf(tried.Outcome.Result)),
        })
        .AddCircuitBreaker(new CircuitBreakerStrategyOptions<HttpResponseMessage>
        {
            FailureRatio = route.BreakRatio,
            MinimumThroughput = route.BreakAfter,
            SamplingDuration = Sampling,
            BreakDuration = route.BreakTime,
            StateProvider = breaker,
            ShouldHandle = outcome => ValueTask.FromResult(IsFailure(outcome.Outcome)),
        })
        .AddTimeout(new TimeoutStrategyOptions { Timeout = route.TimeLimit * 1.1 }) // for callers without a limit of their own
        .Build();

    private static bool IsFailure(Outcome<HttpResponseMessage> outcome) =>
        outcome.Exception is HttpRequestException or TimeoutRejectedException or IOException || outcome.Result?.StatusCode >= HttpStatusCode.InternalServerError;

    private static bool MayPass(Outcome<HttpResponseMessage> outcome, ModelRoute route) =>
        outcome.Exception is HttpRequestException or IOException // what took too long is not asked again: the time is used up
        || outcome.Result?.StatusCode is HttpStatusCode.RequestTimeout or HttpStatusCode.TooManyRequests or >= HttpStatusCode.InternalServerError
            && !(WaitOf(outcome.Result) > route.TimeLimit / 2);

    private static TimeSpan? WaitOf(HttpResponseMessage? answer) => answer?.Headers.RetryAfter?.Delta;
}
