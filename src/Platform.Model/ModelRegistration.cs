using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Platform.Model.Routes;
using Platform.Model.Serving;

namespace Platform.Model;

/// <summary>Adds the host of our own models and the way to models: routes from skills to chat clients.</summary>
public static class ModelRegistration
{
    public static IServiceCollection AddPlatformModel(this IServiceCollection services)
    {
        services.AddOptions<ModelOptions>().BindConfiguration("Models").ValidateDataAnnotations().ValidateOnStart();
        services.AddHttpClient(ModelRoutes.HttpClientName);
        services.AddSingleton<IModelRoutes, ModelRoutes>();

        services.AddOptions<ServingOptions>().BindConfiguration("Models:Serving").ValidateDataAnnotations().ValidateOnStart();
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton<ModelHost>();
        services.AddHostedService<ModelHostStart>();
        return services;
    }
}
