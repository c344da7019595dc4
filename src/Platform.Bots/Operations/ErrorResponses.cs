using System.Globalization;
using FluentValidation;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.WebUtilities;
using Platform.Data.Operations;

namespace Platform.Bots.Operations;

/// <summary>What a caller is told when something went wrong: problem details in words, never a stack and never what somebody said.</summary>
internal static class ErrorResponses
{
    /// <summary>Paths that programs call; their errors are JSON whatever the caller accepts.</summary>
    private static readonly PathString[] ForPrograms = ["/api", "/v1", "/v3", "/health", "/metrics"];
    private static readonly object ReasonKey = new();

    public static void AddErrorResponses(this IServiceCollection services)
    {
        services.AddProblemDetails(options => options.CustomizeProblemDetails = problem =>
        {
            problem.ProblemDetails.Extensions.Remove("exception"); // added in Development; it quotes what was sent
            problem.ProblemDetails.Instance = null;
        });
        services.AddExceptionHandler<FailureHandler>();
    }

    public static void UseErrorResponses(this WebApplication app)
    {
        app.UseExceptionHandler();
        app.Use(async (context, next) =>
        {
            await next(context);
            if (!NeedsWords(context))
                return;
            if (IsForPerson(context.Request))
                await TellAsync(context.Response);
            else
                await WriteAsync(context, context.Response.StatusCode, context.Items[ReasonKey] as string);
        });
    }

    /// <summary>Notes why a request is refused by its status alone; it is said when the endpoint has returned.</summary>
    public static void Because(this HttpContext context, string reason) => context.Items[ReasonKey] = reason;

    /// <summary>Writes an error in the form that callers of its path expect.</summary>
    public static async Task WriteAsync(HttpContext context, int status, string? detail, IDictionary<string, string[]>? errors = null)
    {
        context.Response.StatusCode = status;
        context.Response.Headers.CacheControl = "no-store";
        if (context.Request.Path.StartsWithSegments("/v3", StringComparison.OrdinalIgnoreCase)) // Bot Framework's own form
        {
            var code = ReasonPhrases.GetReasonPhrase(status).Replace(" ", "", StringComparison.Ordinal);
            await context.Response.WriteAsJsonAsync(new { error = new { code, message = detail ?? ReasonPhrases.GetReasonPhrase(status) } }, CancellationToken.None);
            return;
        }

        if (context.Request.Path.StartsWithSegments("/v1", StringComparison.OrdinalIgnoreCase))
        {
            await ApiErrors.WriteAsync(context, status, detail ?? ReasonPhrases.GetReasonPhrase(status));
            return;
        }

        var problem = errors is null
            ? new ProblemDetails { Status = status, Detail = detail }
            : new HttpValidationProblemDetails(errors) { Status = status, Detail = detail };
        problem.Title = ReasonPhrases.GetReasonPhrase(status);
        await context.Response.WriteAsJsonAsync(problem, problem.GetType(), options: null, contentType: "application/problem+json", CancellationToken.None);
    }

    /// <summary>Nobody said anything beside the status; what an endpoint answers in words of its own stays as it is.</summary>
    private static bool NeedsWords(HttpContext context) =>
        context.Response is { HasStarted: false, StatusCode: 400 or 401 or 403 or 404 or 405 or 413 or 415 or 429 or 503, ContentLength: null or 0, ContentType: null };

    private static bool IsForPerson(HttpRequest request) =>
        !ForPrograms.Any(prefix => request.Path.StartsWithSegments(prefix, StringComparison.OrdinalIgnoreCase))
        && request.Headers.Accept.ToString().Contains("text/html", StringComparison.OrdinalIgnoreCase);

    /// <summary>A browser shows a line of text instead of a blank page.</summary>
    private static Task TellAsync(HttpResponse response)
    {
        response.Headers.CacheControl = "no-store";
        response.ContentType = "text/plain; charset=utf-8";
        return response.WriteAsync(InBothLanguages(response.StatusCode), CancellationToken.None);
    }

    private static string InBothLanguages(int status) => status switch
    {
        StatusCodes.Status401Unauthorized => "请先登录。\nSign in first.\n",
        StatusCodes.Status403Forbidden => "您没有这里的权限。\nYou have no right to this.\n",
        StatusCodes.Status404NotFound => "这个地址没有内容。\nThere is nothing at this address.\n",
        StatusCodes.Status413PayloadTooLarge => "内容太大，未能接收。\nThis is larger than what is taken here.\n",
        StatusCodes.Status429TooManyRequests => "操作太频繁，请过一分钟再试。\nToo many attempts. Try again in a minute.\n",
        StatusCodes.Status503ServiceUnavailable => "系统忙，请稍后再试。\nThe platform is busy. Try again in a moment.\n",
        _ => "这个请求无法处理，请返回重试。\nThis request cannot be served. Go back and try again.\n",
    };
}

/// <summary>Maps what passed through to a status and words, and notes it by type and place.</summary>
internal sealed class FailureHandler(ILogger<FailureHandler> logger) : IExceptionHandler
{
    public async ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
    {
        if (exception is OperationCanceledException && httpContext.RequestAborted.IsCancellationRequested)
        {
            httpContext.Response.StatusCode = StatusCodes.Status499ClientClosedRequest;
            return true;
        }

        var (status, detail, errors) = Describe(exception);
        if (status >= 500)
            logger.RequestFailed(status, exception.GetType().Name, exception.InnerException?.GetType().Name, Frames(exception));
        else
            logger.RequestRefused(status, exception.GetType().Name);
        if (status == StatusCodes.Status503ServiceUnavailable)
            httpContext.Response.Headers.RetryAfter = "5";
        await ErrorResponses.WriteAsync(httpContext, status, detail, errors);
        return true;
    }

    private static (int Status, string Detail, IDictionary<string, string[]>? Errors) Describe(Exception exception) => exception switch
    {
        ValidationException invalid => (400, "The request breaks a rule.", invalid.Errors.GroupBy(e => e.PropertyName, StringComparer.Ordinal)
            .ToDictionary(e => e.Key, e => e.Select(error => error.ErrorMessage).ToArray(), StringComparer.Ordinal)),
        BadHttpRequestException { StatusCode: 413 } => (413, "The request is larger than this address takes.", null),
        BadHttpRequestException bad => (bad.StatusCode, "The request could not be read.", null),
        System.Text.Json.JsonException => (400, "The request's JSON could not be read.", null),
        InvalidDataException when exception.Source?.StartsWith("Microsoft.AspNetCore", StringComparison.Ordinal) == true => (400, "The request's form could not be read.", null),
        _ when DatabaseFailure.Of(exception) is { } failure => (503, failure.InWords(), null),
        Orleans.Runtime.SiloUnavailableException or Orleans.Runtime.OrleansMessageRejectionException or TimeoutException =>
            (503, "The platform is starting, stopping or too busy. Try again in a moment.", null),
        _ => (500, "Something went wrong on our side. It was noted under the trace id of this request.", null),
    };

    /// <summary>Where it happened, without the exception's own words.</summary>
    private static string Frames(Exception exception) =>
        string.Join(" < ", new System.Diagnostics.StackTrace(exception, fNeedFileInfo: false).GetFrames().Take(8)
            .Select(frame => frame.GetMethod()).Where(method => method is not null)
            .Select(method => string.Create(CultureInfo.InvariantCulture, $"{method!.DeclaringType?.Name}.{method.Name}")));
}

internal static partial class ErrorLog
{
    [LoggerMessage(1501, LogLevel.Error, "Request failed: status {Status}, {Failure} ({Inner}) at {Frames}")]
    public static partial void RequestFailed(this ILogger logger, int status, string failure, string? inner, string frames);

    [LoggerMessage(1502, LogLevel.Debug, "Request refused: status {Status}, {Failure}")]
    public static partial void RequestRefused(this ILogger logger, int status, string failure);
}
