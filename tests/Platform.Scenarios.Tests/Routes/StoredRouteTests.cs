using MediatR;
using Microsoft.Extensions.DependencyInjection;
using Platform.Model.Routes;
using Platform.Scenarios.Routes;
using Platform.Testing;
using Shouldly;
using Xunit;

namespace Platform.Scenarios.Tests.Routes;

public sealed class StoredRouteTests
{
    private static readonly Uri Somewhere = new("http://127.0.0.1:9/v1");

    [Fact]
    public async Task A_route_that_is_set_stands_before_the_configuration_s_at_once_and_after_a_restart()
    {
        using var folder = new TemporaryFolder();
        (string, string?)[] settings = [(TestHost.DataFolderKey, folder.Path), ("Models:Routes:writer:Endpoint", "http://127.0.0.1:9/v1"), ("Models:Routes:writer:Model", "configured")];
        await using (var host = new TestHost(settings))
        {
            ModelOf(host, "writer").ShouldBe("configured");
            (await Send(host, new SaveRoute("Writer", new ModelRoute { Endpoint = Somewhere, Model = "set" }, By: null))).ShouldBeOfType<SaveRouteOutcome.Saved>();
            ModelOf(host, "writer").ShouldBe("set");
        }

        await using (var host = new TestHost(settings))
        {
            ModelOf(host, "writer").ShouldBe("set");
            (await Send(host, new ListRoutes())).ShouldHaveSingleItem().Source.ShouldBe(RouteSource.Stored);
            (await Send(host, new RemoveRoute("writer", By: null))).ShouldBeOfType<RemoveRouteOutcome.Removed>();
            ModelOf(host, "writer").ShouldBe("configured");
        }
    }

    [Fact]
    public async Task A_skill_can_be_taken_off_its_configured_model()
    {
        await using var host = new TestHost(("Models:Routes:writer:Endpoint", "http://127.0.0.1:9/v1"), ("Models:Routes:writer:Model", "configured"));

        await Send(host, new SaveRoute("writer", new ModelRoute(), By: null));

        host.Services.GetRequiredService<IModelRoutes>().TryRoute("writer", out _).ShouldBeFalse();
    }

    [Fact]
    public async Task What_cannot_be_a_route_is_refused_in_words()
    {
        await using var host = new TestHost();
        await Send(host, new SaveRoute("a", new ModelRoute { Endpoint = Somewhere, Model = "m" }, By: null));
        await Send(host, new SaveRoute("b", new ModelRoute { Endpoint = Somewhere, Model = "m", Fallback = "a" }, By: null));

        await Refused(new ModelRoute { Endpoint = Somewhere }, "no model");
        await Refused(new ModelRoute { Endpoint = new Uri("ftp://x/v1"), Model = "m" }, "ftp://x/v1");
        await Refused(new ModelRoute { Endpoint = Somewhere, Model = "m", Local = "small" }, "one of them only");
        await Refused(new ModelRoute { Endpoint = Somewhere, Model = "m", Fallback = "nowhere" }, "nowhere");
        await Refused(new ModelRoute { Endpoint = Somewhere, Model = "m", Fallback = "b" }, "must end"); // a → b → a
        await Refused(new ModelRoute { Endpoint = Somewhere, Model = "m", TimeLimit = TimeSpan.Zero }, "time limit");
        (await Send(host, new RemoveRoute("a", By: null))).ShouldBeOfType<RemoveRouteOutcome.StillNeeded>().By.ShouldBe("b");

        async Task Refused(ModelRoute route, string word) =>
            (await Send(host, new SaveRoute("a", route, By: null))).ShouldBeOfType<SaveRouteOutcome.Refused>().English.ShouldContain(word);
    }

    [Fact]
    public async Task What_cannot_be_a_route_is_refused_in_Chinese_as_well()
    {
        await using var host = new TestHost();

        await Refused(new ModelRoute { Endpoint = Somewhere }, "“a”的路由：填了服务地址，却没有填该服务上的模型名，请填上。");
        await Refused(new ModelRoute { Local = "small", Retries = 11 }, "“a”的路由：重试次数是 11，应在 0 到 10 之间。");
        await Refused(new ModelRoute { Local = "small", TimeLimit = TimeSpan.Zero }, "“a”的路由：时限是 00:00:00，应在 00:00:01 到 00:10:00 之间。");
        await Refused(new ModelRoute { Local = "small", Fallback = "nowhere" }, "“a”的路由以“nowhere”为后备，而它没有路由。已有：a。");

        async Task Refused(ModelRoute route, string words) =>
            (await Send(host, new SaveRoute("a", route, By: null))).ShouldBeOfType<SaveRouteOutcome.Refused>().Chinese.ShouldBe(words);
    }

    [Fact]
    public async Task The_key_of_an_endpoint_is_never_stored()
    {
        await using var host = new TestHost();

        await Send(host, new SaveRoute("a", new ModelRoute { Endpoint = Somewhere, Model = "m", ApiKey = "very-secret", ApiKeyFrom = "Secrets:A" }, By: null));

        RouteJson.Write((await Send(host, new ListRoutes())).ShouldHaveSingleItem().Route).ShouldNotContain("very-secret");
        (await Send(host, new ListRoutes())).ShouldHaveSingleItem().Route.ApiKey.ShouldBeNull();
    }

    private static string ModelOf(TestHost host, string skill) =>
        host.Services.GetRequiredService<IModelRoutes>().TryRoute(skill, out var model) ? model.Model : "";

    private static Task<T> Send<T>(TestHost host, IRequest<T> message) => host.Services.GetRequiredService<IMediator>().Send(message, TestContext.Current.CancellationToken);
}
