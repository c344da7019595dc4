using Microsoft.Extensions.DependencyInjection;
using Platform.Model.Routes;

namespace Platform.Model;

/// <summary>Adds the way to models: routes from skills to chat clients.</summary>
public static class ModelRegistration
{
    public static IServiceCollection AddPlatformModel(this IServiceCollection services)
    {
        services.AddOptions<ModelOptions>().BindConfiguration("Models").ValidateDataAnnotations().ValidateOnStart();
        services.AddHttpClient(ModelRoutes.HttpClientName);
        services.AddSingleton<IModelRoutes, ModelRoutes>();
        return services;
    }
}
