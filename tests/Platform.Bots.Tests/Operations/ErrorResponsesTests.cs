using System.Net;
using System.Text.Json;
using FluentValidation;
using FluentValidation.Results;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Platform.Bots.Operations;
using Shouldly;
using Xunit;

namespace Platform.Bots.Tests.Operations;

public sealed class ErrorResponsesTests
{
    private const string Said = "what a person said";

    public static TheoryData<string, Func<Exception>, int> Failures => new()
    {
        { "a broken rule", () => new ValidationException([new ValidationFailure("Channel", "A channelId has 1 to 64 characters.") { AttemptedValue = Said }]), 400 },
        { "broken JSON", () => new JsonException(Said), 400 },
        { "a request that is too large", () => new BadHttpRequestException(Said, 413), 413 },
        { "a request of the wrong type", () => new BadHttpRequestException(Said, 415), 415 },
        { "a busy database", () => new DbUpdateException(Said, new SqliteException(Said, 5)), 503 },
        { "a busy database while reading", () => new SqliteException(Said, 5), 503 },
        { "a full disk", () => new DbUpdateException(Said, new SqliteException(Said, 13)), 503 },
        { "a database that cannot be written", () => new DbUpdateException(Said, new SqliteException(Said, 8)), 503 },
        { "a timeout", () => new TimeoutException(Said), 503 },
        { "a mistake of ours", () => new InvalidOperationException(Said), 500 },
        { "a refused row that nobody expected", () => new DbUpdateException(Said, new SqliteException(Said, 19)), 500 },
    };

    [Theory]
    [MemberData(nameof(Failures))]
    public async Task A_failure_is_told_as_problem_details_without_stack_and_without_what_was_said(string what, Func<Exception> failure, int status)
    {
        await using var app = await StartAsync(failure);

        var response = await app.GetTestClient().GetAsync("/api/thing", TestContext.Current.CancellationToken);
        var body = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);

        ((int)response.StatusCode).ShouldBe(status, what);
        response.Content.Headers.ContentType?.MediaType.ShouldBe("application/problem+json");
        using var problem = JsonDocument.Parse(body);
        problem.RootElement.GetProperty("status").GetInt32().ShouldBe(status);
        problem.RootElement.GetProperty("detail").GetString().ShouldNotBeNullOrWhiteSpace();
        body.ShouldNotContain(Said);
        body.ShouldNotContain("   at ");
        (response.Headers.RetryAfter is not null).ShouldBe(status == 503);
    }

    [Theory]
    [MemberData(nameof(Failures))]
    public async Task Applications_are_told_a_failure_in_the_form_of_OpenAI(string what, Func<Exception> failure, int status)
    {
        await using var app = await StartAsync(failure);

        var response = await app.GetTestClient().GetAsync("/v1/thing", TestContext.Current.CancellationToken);
        var body = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);

        ((int)response.StatusCode).ShouldBe(status, what);
        using var error = JsonDocument.Parse(body);
        error.RootElement.GetProperty("error").GetProperty("message").GetString().ShouldNotBeNullOrWhiteSpace();
        body.ShouldNotContain(Said);
        body.ShouldNotContain("   at ");
    }

    [Theory]
    [InlineData("/v1/nothing", "GET", 404, "application/json")]
    [InlineData("/api/nothing", "POST", 404, "application/problem+json")]
    [InlineData("/v1/thing", "DELETE", 405, "application/json")]
    [InlineData("/api/thing", "DELETE", 405, "application/problem+json")]
    [InlineData("/v3/directline/nothing", "GET", 404, "application/json")]
    public async Task An_address_of_programs_that_is_not_there_says_so_in_JSON_whatever_is_accepted(string path, string method, int status, string type)
    {
        await using var app = await StartAsync(() => new InvalidOperationException());
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        request.Headers.Accept.ParseAdd("text/html");

        var response = await app.GetTestClient().SendAsync(request, TestContext.Current.CancellationToken);

        ((int)response.StatusCode).ShouldBe(status);
        response.Content.Headers.ContentType?.MediaType.ShouldBe(type);
        using var body = JsonDocument.Parse(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        if (path.StartsWith("/v3", StringComparison.Ordinal))
            body.RootElement.GetProperty("error").GetProperty("code").GetString().ShouldBe("NotFound");
        else if (path.StartsWith("/v1", StringComparison.Ordinal))
            body.RootElement.GetProperty("error").GetProperty("message").GetString().ShouldNotBeNullOrWhiteSpace();
        else
            body.RootElement.GetProperty("status").GetInt32().ShouldBe(status);
    }

    [Theory]
    [InlineData("/api/bare", 404, null)]
    [InlineData("/page/bare", 400, null)]
    [InlineData("/api/reasoned", 429, "Too much waits.")]
    public async Task What_an_endpoint_refuses_by_its_status_alone_is_told_in_words(string path, int status, string? reason)
    {
        await using var app = await StartAsync(() => new InvalidOperationException());

        var response = await app.GetTestClient().GetAsync(path, TestContext.Current.CancellationToken);

        ((int)response.StatusCode).ShouldBe(status);
        response.Content.Headers.ContentType?.MediaType.ShouldBe("application/problem+json");
        using var problem = JsonDocument.Parse(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        problem.RootElement.GetProperty("title").GetString().ShouldNotBeNullOrWhiteSpace();
        (problem.RootElement.TryGetProperty("detail", out var detail) ? detail.GetString() : null).ShouldBe(reason);
    }

    [Theory]
    [InlineData("/nothing", 404, "There is nothing at this address.")]
    [InlineData("/page/bare", 400, "This request cannot be served.")]
    public async Task A_browser_is_told_a_refusal_in_both_languages_instead_of_a_blank_page(string path, int status, string words)
    {
        await using var app = await StartAsync(() => new InvalidOperationException());
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Accept.ParseAdd("text/html,application/xhtml+xml,*/*;q=0.8");

        var response = await app.GetTestClient().SendAsync(request, TestContext.Current.CancellationToken);
        var body = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);

        ((int)response.StatusCode).ShouldBe(status);
        response.Content.Headers.ContentType?.MediaType.ShouldBe("text/plain");
        body.ShouldContain(words);
        body.Any(sign => sign is >= '\u4e00' and <= '\u9fff').ShouldBeTrue();
    }

    [Fact]
    public async Task What_an_endpoint_answers_in_words_of_its_own_stays_as_it_is()
    {
        await using var app = await StartAsync(() => new InvalidOperationException());

        var response = await app.GetTestClient().GetAsync("/api/own", TestContext.Current.CancellationToken);

        response.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).ShouldBe("\"in words of its own\"");
    }

    private static async Task<WebApplication> StartAsync(Func<Exception> failure)
    {
        var builder = WebApplication.CreateBuilder();
        builder.WebHost.UseTestServer();
        builder.Services.AddErrorResponses();
        var app = builder.Build();
        app.UseErrorResponses();
        app.MapGet("/v1/thing", IResult () => throw failure());
        app.MapGet("/api/thing", IResult () => throw failure());
        app.MapGet("/api/own", () => TypedResults.NotFound("in words of its own"));
        app.MapGet("/api/bare", () => TypedResults.NotFound());
        app.MapGet("/page/bare", () => TypedResults.BadRequest());
        app.MapGet("/api/reasoned", (HttpContext http) =>
        {
            http.Because("Too much waits.");
            return TypedResults.StatusCode(StatusCodes.Status429TooManyRequests);
        });
        await app.StartAsync(TestContext.Current.CancellationToken);
        return app;
    }
}
