using System.Globalization;
using Platform.Bots.Access.ApiKeys;
using Platform.Bots.OpenPlatform.Requests;
using Platform.Bots.OpenPlatform.Usage;
using Platform.Bots.Operations;
using Platform.Data.Accounts;
using Platform.Model.Serving;

namespace Platform.Bots.OpenPlatform.Calls;

/// <summary>What every call goes through: scope and origin of the key, its limits and their headers, errors in OpenAI's shape, and the count of what was used.</summary>
internal sealed class ApiGate(KeyMeters meters, ILogger<ApiGate> logger)
{
    private static readonly Admission OverQuota = new(new Quota(1, 0, TimeSpan.FromSeconds(20)), null, "The key may send 1 request a minute. Try again in 20 s.", "rate_limit_exceeded", TimeSpan.FromSeconds(20));

    /// <param name="scope">What the key must be allowed.</param>
    public RequestDelegate Let(ApiScopes scope, Func<ApiCall, Task> work) => http => RunAsync(http, scope, work);

    private async Task RunAsync(HttpContext http, ApiScopes scope, Func<ApiCall, Task> work)
    {
        var caller = Caller.Of(http) ?? throw new InvalidOperationException("Nobody was authenticated here. Give the endpoint the policy AccessPolicies.ApiKey.");
        http.Response.Headers["x-request-id"] = http.TraceIdentifier;
        using var call = new ApiCall(http, caller);
        using var used = ModelUse.Begin();
        var admitted = false;
        try
        {
            Check(http, caller, scope);
            Admit(http, caller);
            admitted = true;
            await work(call);
        }
        catch (OperationCanceledException) when (http.RequestAborted.IsCancellationRequested)
        {
            if (!http.Response.HasStarted)
                http.Response.StatusCode = StatusCodes.Status499ClientClosedRequest; // nobody reads it; logs do
        }
        catch (Exception failure) when (ApiFailures.Of(failure) is { } error && !http.Response.HasStarted)
        {
            Note(failure, error);
            await WriteAsync(http, error);
        }
        finally
        {
            if (call.Broke is { } broke && ApiFailures.Of(broke) is { } told)
                Note(broke, told);
            if (caller.Key is { } key)
                meters.Count(key, call.Counted, new RequestUsage(used.PromptTokens, used.CachedTokens, used.CompletionTokens), call.Broke is not null || http.Response.StatusCode >= StatusCodes.Status400BadRequest, admitted);
        }
    }

    private void Note(Exception failure, ApiException error)
    {
        if (error.Status >= StatusCodes.Status500InternalServerError && failure is ApiException)
            logger.CallNotAnswered(error.Status, error.Code);
        else if (error.Status >= StatusCodes.Status500InternalServerError)
            logger.CallFailed(error.Status, failure.GetType().Name, failure.TargetSite?.DeclaringType?.Name);
    }

    private static void Check(HttpContext http, Caller caller, ApiScopes scope)
    {
        if (!caller.Scopes.HasFlag(scope))
            throw new ApiException(StatusCodes.Status403Forbidden, $"The key lacks the scope '{scope.ToString().ToLowerInvariant()}'. Make a key that has it.", code: "missing_scope");
        if (caller.Key is { Key.Origins: { Count: > 0 } origins } && http.Request.Headers.Origin is [{ Length: > 0 } origin] && !origins.Contains(origin, StringComparer.OrdinalIgnoreCase))
            throw new ApiException(StatusCodes.Status403Forbidden, "The key may not be used from this origin.", code: "origin_not_allowed");
    }

    private void Admit(HttpContext http, Caller caller)
    {
        var admission = caller switch
        {
            { Key: { } key } => meters.Admit(key),
            { Pass.OverQuota: true } => OverQuota,
            _ => default,
        };
        Say(http.Response.Headers, "requests", admission.Requests);
        Say(http.Response.Headers, "tokens", admission.Tokens);
        if (admission.Refusal is { } refusal)
            throw new ApiException(StatusCodes.Status429TooManyRequests, refusal, code: admission.Code) { RetryAfter = admission.RetryAfter };
    }

    private static void Say(IHeaderDictionary headers, string what, Quota? quota)
    {
        if (quota is not { } some)
            return;
        headers[$"x-ratelimit-limit-{what}"] = some.Limit.ToString(CultureInfo.InvariantCulture);
        headers[$"x-ratelimit-remaining-{what}"] = some.Remaining.ToString(CultureInfo.InvariantCulture);
        headers[$"x-ratelimit-reset-{what}"] = $"{Math.Ceiling(some.ResetsIn.TotalSeconds).ToString(CultureInfo.InvariantCulture)}s";
    }

    private static Task WriteAsync(HttpContext http, ApiException error)
    {
        if (error.RetryAfter is { } wait)
            http.Response.Headers.RetryAfter = Math.Max(1, (int)Math.Ceiling(wait.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
        return ApiErrors.WriteAsync(http, error.Status, error.Message, error.Parameter, error.Code);
    }
}

internal static partial class ApiGateLog
{
    [LoggerMessage(2711, LogLevel.Error, "Call failed: status {Status}, {Failure} at {Place}")]
    public static partial void CallFailed(this ILogger logger, int status, string failure, string? place);

    [LoggerMessage(2712, LogLevel.Warning, "Call not answered: status {Status}, {Code}")]
    public static partial void CallNotAnswered(this ILogger logger, int status, string? code);
}
