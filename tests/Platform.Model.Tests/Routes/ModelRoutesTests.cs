using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Platform.Model.Routes;
using Shouldly;
using Xunit;

namespace Platform.Model.Tests.Routes;

public sealed class ModelRoutesTests
{
    [Fact]
    public void A_skill_without_a_route_is_left_to_its_engine()
    {
        using var services = With();

        services.GetRequiredService<IModelRoutes>().TryRoute("customer-service", out var model).ShouldBeFalse();

        model.ShouldBeNull();
    }

    [Fact]
    public void A_skill_is_found_by_its_name_whatever_the_case_with_its_model_and_time_limit()
    {
        using var services = With(
            ("Models:Routes:Customer-Service:Endpoint", "http://127.0.0.1:9/v1"),
            ("Models:Routes:Customer-Service:Model", "small"),
            ("Models:Routes:Customer-Service:TimeLimit", "00:00:07"));

        services.GetRequiredService<IModelRoutes>().TryRoute("customer-service", out var model).ShouldBeTrue();

        model.ShouldNotBeNull().Model.ShouldBe("small");
        model.TimeLimit.ShouldBe(TimeSpan.FromSeconds(7));
        model.Client.ShouldNotBeNull();
    }

    [Fact]
    public void An_adapter_goes_along_with_its_model()
    {
        using var services = With(("Models:Routes:help-seeker:Local", "base"), ("Models:Routes:help-seeker:Adapter", "help-seeker"));

        services.GetRequiredService<ModelRoutes>().Chain("help-seeker").ShouldBe([new ModelTarget.Local("base", "help-seeker")]);
    }

    [Fact]
    public void An_adapter_without_its_model_is_refused() =>
        RouteRules.Fault("x", new ModelRoute { Adapter = "a", Endpoint = new Uri("http://127.0.0.1:9/v1"), Model = "m" }, new Dictionary<string, ModelRoute>(StringComparer.Ordinal)).ShouldNotBeNull().English.ShouldContain("set Local");

    private static ServiceProvider With(params (string Key, string Value)[] settings) => new ServiceCollection()
        .AddSingleton<IConfiguration>(new ConfigurationBuilder().AddInMemoryCollection(settings.ToDictionary(s => s.Key, s => (string?)s.Value, StringComparer.Ordinal)).Build())
        .AddLogging()
        .AddPlatformModel()
        .BuildServiceProvider();
}
