using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Platform.Model.Routes;
using Platform.Model.Serving;

namespace Platform.Model;

/// <summary>Adds the host of our own models and the way to models: routes from skills to chat clients.</summary>
public static class ModelRegistration
{
    public static IServiceCollection AddPlatformModel(this IServiceCollection services)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddOptions<ServingOptions>().BindConfiguration("Models:Serving").ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton<ShippedModels>();
        services.AddSingleton<IPostConfigureOptions<ServingOptions>>(sp => sp.GetRequiredService<ShippedModels>());
        services.AddSingleton<IPostConfigureOptions<ModelOptions>>(sp => sp.GetRequiredService<ShippedModels>());
        services.AddSingleton<ModelHost>();
        services.AddHostedService<ModelHostStart>();
        AddRoutes(services);
        return services;
    }

    private static void AddRoutes(IServiceCollection services)
    {
        services.AddOptions<ModelOptions>().BindConfiguration("Models").ValidateOnStart();
        services.AddSingleton<IValidateOptions<ModelOptions>, ModelOptionsRules>();
        services.AddSingleton(sp => new ModelRoutes(
            sp.GetRequiredService<IOptionsMonitor<ModelOptions>>(), sp.GetRequiredService<IConfiguration>(), new LocalModels(sp.GetRequiredService<ModelHost>()),
            sp.GetRequiredService<TimeProvider>(), sp.GetRequiredService<ILogger<ModelRoutes>>()));
        services.AddSingleton<IModelRoutes>(sp => sp.GetRequiredService<ModelRoutes>());
    }
}
