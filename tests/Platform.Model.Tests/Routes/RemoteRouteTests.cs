using Microsoft.Extensions.AI;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Platform.Model.Routes;
using Platform.Model.Serving;
using Platform.Testing;
using Shouldly;
using Xunit;

namespace Platform.Model.Tests.Routes;

/// <summary>Routes over real sockets, to servers that fail as they are told.</summary>
public sealed class RemoteRouteTests
{
    [Fact]
    public async Task A_failure_that_passes_is_tried_again()
    {
        await using var server = await OpenAiServer.StartAsync("hello", status: n => n <= 2 ? 503 : 200);
        using var services = With(("a:Endpoint", server.Endpoint), ("a:Model", "m"), ("a:Retries", "2"));

        (await Ask(services, "a")).ShouldBe("hello");

        server.Requests.Count.ShouldBe(3);
        var health = HealthOf(services, "a");
        health.Failures.ShouldBe(2);
        health.LastFailure.ShouldBe("503");
        health.LastSuccessAt.ShouldNotBeNull();
        health.Running.ShouldBe(0);
    }

    [Fact]
    public async Task What_the_endpoint_says_that_it_took_is_counted()
    {
        await using var server = await OpenAiServer.StartAsync("hello");
        using var services = With(("a:Endpoint", server.Endpoint), ("a:Model", "m"));
        using var use = ModelUse.Begin();

        await Ask(services, "a");

        (use.PromptTokens, use.CompletionTokens).ShouldBe((7L, 3L)); // as the server says
    }

    [Fact]
    public async Task What_will_not_pass_is_not_tried_again()
    {
        await using var server = await OpenAiServer.StartAsync("", status: _ => 400);
        using var services = With(("a:Endpoint", server.Endpoint), ("a:Model", "m"));

        await Should.ThrowAsync<Exception>(() => Ask(services, "a"));

        server.Requests.Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_route_that_fails_falls_back_to_the_next_also_in_a_stream()
    {
        await using var broken = await OpenAiServer.StartAsync("", status: _ => 500);
        await using var sound = await OpenAiServer.StartAsync("from the second");
        using var services = With(
            ("a:Endpoint", broken.Endpoint), ("a:Model", "m"), ("a:Retries", "0"), ("a:Fallback", "b"),
            ("b:Endpoint", sound.Endpoint), ("b:Model", "n"));

        (await Ask(services, "a")).ShouldBe("from the second");
        (await Stream(services, "a")).ShouldBe("from the second");
        services.GetRequiredService<IModelRoutes>().TryRoute("a", out var model).ShouldBeTrue();
        model.ShouldNotBeNull().Model.ShouldBe("m");
        await model.Client.GetResponseAsync("?", cancellationToken: TestContext.Current.CancellationToken);
        model.Model.ShouldBe("n");

        sound.Requests.Count.ShouldBe(3);
        sound.Requests[0].RootElement.GetProperty("model").GetString().ShouldBe("n");
    }

    [Fact]
    public async Task Each_of_several_answers_bears_the_name_of_the_model_that_gave_it()
    {
        await using var first = await OpenAiServer.StartAsync("from the first", status: n => n == 1 ? 200 : 400);
        await using var second = await OpenAiServer.StartAsync("from the second");
        using var services = With(
            ("a:Endpoint", first.Endpoint), ("a:Model", "m"), ("a:Fallback", "b"),
            ("b:Endpoint", second.Endpoint), ("b:Model", "n"));
        services.GetRequiredService<IModelRoutes>().TryRoute("a", out var model).ShouldBeTrue();
        var one = model.ShouldNotBeNull().ForOneAnswer();
        var other = model.ForOneAnswer();

        await one.Client.GetResponseAsync("?", cancellationToken: TestContext.Current.CancellationToken);
        await other.Client.GetResponseAsync("?", cancellationToken: TestContext.Current.CancellationToken);

        (one.Model, other.Model, model.Model).ShouldBe(("m", "n", "m"));
    }

    [Fact]
    public async Task An_endpoint_that_fails_again_and_again_is_left_alone_for_a_while()
    {
        var isBroken = true;
        await using var server = await OpenAiServer.StartAsync("well again", status: _ => isBroken ? 500 : 200);
        using var services = With(("a:Endpoint", server.Endpoint), ("a:Model", "m"), ("a:Retries", "0"), ("a:BreakAfter", "3"), ("a:BreakTime", "00:00:02"));

        for (var i = 0; i < 6; i++)
            await Should.ThrowAsync<Exception>(() => Ask(services, "a"));
        server.Requests.Count.ShouldBe(3); // the last three were not sent
        HealthOf(services, "a").Breaker.ShouldBe(BreakerState.Open);

        isBroken = false;
        await Task.Delay(TimeSpan.FromSeconds(2.2), TestContext.Current.CancellationToken);
        (await Ask(services, "a")).ShouldBe("well again");
        HealthOf(services, "a").Breaker.ShouldBe(BreakerState.Closed);
    }

    [Fact]
    public async Task An_endpoint_that_does_not_answer_in_time_counts_as_failing()
    {
        await using var server = await OpenAiServer.StartAsync("", hangs: true);
        using var services = With(("a:Endpoint", server.Endpoint), ("a:Model", "m"), ("a:TimeLimit", "00:00:01"));

        await Should.ThrowAsync<Exception>(() => Ask(services, "a"));

        server.Requests.Count.ShouldBe(1); // the time was used up: no second try
        HealthOf(services, "a").Failures.ShouldBe(1);
    }

    [Fact]
    public async Task No_more_requests_than_said_are_under_way()
    {
        var (now, most) = (0, 0);
        await using var server = await OpenAiServer.StartAsync("ok", status: _ =>
        {
            most = Math.Max(most, Interlocked.Increment(ref now));
            Thread.Sleep(50);
            Interlocked.Decrement(ref now);
            return 200;
        });
        using var services = With(("a:Endpoint", server.Endpoint), ("a:Model", "m"), ("a:Concurrency", "2"));

        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Ask(services, "a")));

        server.Requests.Count.ShouldBe(8);
        most.ShouldBeLessThanOrEqualTo(2);
    }

    [Fact]
    public async Task A_changed_route_is_taken_by_the_next_request()
    {
        await using var first = await OpenAiServer.StartAsync("first");
        await using var second = await OpenAiServer.StartAsync("second");
        using var services = With(("a:Endpoint", first.Endpoint), ("a:Model", "m"));
        (await Ask(services, "a")).ShouldBe("first");

        services.GetRequiredService<ModelRoutes>().Store(new Dictionary<string, ModelRoute>(StringComparer.Ordinal) { ["a"] = new() { Endpoint = new Uri(second.Endpoint), Model = "m" } });

        (await Ask(services, "a")).ShouldBe("second");
    }

    private static async Task<string> Ask(IServiceProvider services, string skill)
    {
        services.GetRequiredService<IModelRoutes>().TryRoute(skill, out var model).ShouldBeTrue();
        using var limit = new CancellationTokenSource(model!.TimeLimit);
        return (await model.Client.GetResponseAsync("hi", cancellationToken: limit.Token)).Text;
    }

    private static async Task<string> Stream(IServiceProvider services, string skill)
    {
        services.GetRequiredService<IModelRoutes>().TryRoute(skill, out var model).ShouldBeTrue();
        return (await model!.Client.GetStreamingResponseAsync("hi", cancellationToken: TestContext.Current.CancellationToken).ToChatResponseAsync(TestContext.Current.CancellationToken)).Text;
    }

    private static RouteHealth HealthOf(IServiceProvider services, string skill) =>
        services.GetRequiredService<ModelRoutes>().States.Single(state => state.Skill == skill).Health.ShouldNotBeNull();

    private static ServiceProvider With(params (string Key, string Value)[] settings) => new ServiceCollection()
        .AddSingleton<IConfiguration>(new ConfigurationBuilder().AddInMemoryCollection(settings.ToDictionary(s => $"Models:Routes:{s.Key}", s => (string?)s.Value, StringComparer.Ordinal)).Build())
        .AddLogging()
        .AddPlatformModel()
        .BuildServiceProvider();
}
