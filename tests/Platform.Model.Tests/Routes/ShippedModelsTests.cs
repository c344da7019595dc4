using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Platform.Model.Routes;
using Platform.Model.Serving;
using Shouldly;
using Xunit;

namespace Platform.Model.Tests.Routes;

public sealed class ShippedModelsTests : IDisposable
{
    private readonly string _folder = Path.Combine(AppContext.BaseDirectory, "models", "shipped-for-a-test");

    public ShippedModelsTests()
    {
        Directory.CreateDirectory(_folder);
        File.WriteAllText(Path.Combine(_folder, "generation_config.json"), "{}");
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void A_shipped_model_is_served_and_leads_its_skill()
    {
        using var services = Services();

        services.GetRequiredService<IOptions<ServingOptions>>().Value.Models["shipped-for-a-test"].Folder.ShouldBe(_folder);
        services.GetRequiredService<ModelRoutes>().Chain("shipped-for-a-test").ShouldBe([new ModelTarget.Local("shipped-for-a-test")]);
    }

    [Fact]
    public void A_shipped_adapter_leads_its_skill_to_the_model_it_changes()
    {
        var adapter = Directory.CreateDirectory(Path.Combine(Path.GetDirectoryName(_folder)!, "adapter-for-a-test"));
        try
        {
            File.WriteAllText(Path.Combine(adapter.FullName, "adapter_config.json"), """{ "base_model_name_or_path": "models/shipped-for-a-test" }""");
            using var services = Services();

            services.GetRequiredService<IOptions<ServingOptions>>().Value.Models["shipped-for-a-test"].Adapters["adapter-for-a-test"].ShouldBe(adapter.FullName);
            var routes = services.GetRequiredService<ModelRoutes>();
            routes.Chain("adapter-for-a-test").ShouldBe([new ModelTarget.Local("shipped-for-a-test", "adapter-for-a-test")]);
            routes.TryRoute("adapter-for-a-test", out var adapted).ShouldBeTrue();
            adapted!.FollowsInstructions.ShouldBeFalse("a shipped adapter learned bare dialogues");
            routes.TryRoute("shipped-for-a-test", out var whole).ShouldBeTrue();
            whole!.FollowsInstructions.ShouldBeTrue();
        }
        finally
        {
            adapter.Delete(recursive: true);
        }
    }

    [Fact]
    public void What_the_configuration_says_stands_before_it()
    {
        using var services = Services(("Models:Serving:Models:shipped-for-a-test:Folder", "/elsewhere"), ("Models:Routes:shipped-for-a-test:Local", "other"));

        services.GetRequiredService<IOptions<ServingOptions>>().Value.Models["shipped-for-a-test"].Folder.ShouldBe("/elsewhere");
        services.GetRequiredService<ModelRoutes>().Chain("shipped-for-a-test").ShouldBe([new ModelTarget.Local("other")]);
    }

    [Fact]
    public void Shipped_models_can_be_left_out()
    {
        using var services = Services(("Models:Shipped", "false"));

        services.GetRequiredService<IOptions<ServingOptions>>().Value.Models.ShouldNotContainKey("shipped-for-a-test");
        services.GetRequiredService<ModelRoutes>().Chain("shipped-for-a-test").ShouldBeEmpty();
    }

    private static ServiceProvider Services(params (string Key, string Value)[] settings)
    {
        var services = new ServiceCollection();
        services.AddSingleton<IConfiguration>(new ConfigurationBuilder().AddInMemoryCollection(settings.Select(s => KeyValuePair.Create<string, string?>(s.Key, s.Value))).Build());
        services.AddLogging();
        services.AddPlatformModel();
        return services.BuildServiceProvider();
    }
}
