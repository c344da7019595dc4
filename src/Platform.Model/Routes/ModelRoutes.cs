using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Microsoft.SemanticKernel;
using Microsoft.SemanticKernel.ChatCompletion;

namespace Platform.Model.Routes;

/// <summary>Finds the model that voices a skill.</summary>
public interface IModelRoutes
{
    /// <returns>False when the skill has no route: its engine words the answer itself.</returns>
    bool TryRoute(string skill, [NotNullWhen(true)] out RoutedModel? model);
}

/// <param name="Model">Its name at the endpoint, kept with what it worded.</param>
/// <param name="TimeLimit">How long one answer may take in all.</param>
public sealed record RoutedModel(IChatClient Client, string Model, TimeSpan TimeLimit);

internal sealed class ModelRoutes(IOptionsMonitor<ModelOptions> options, IHttpClientFactory http) : IModelRoutes
{
    public const string HttpClientName = "models";

    public bool TryRoute(string skill, [NotNullWhen(true)] out RoutedModel? model)
    {
        model = null;
        if (!options.CurrentValue.Routes.TryGetValue(skill, out var route) || route.Endpoint is null)
            return false;

        var kernel = Kernel.CreateBuilder();
        kernel.AddOpenAIChatCompletion(route.Model, route.Endpoint, route.ApiKey, httpClient: http.CreateClient(HttpClientName));
        var client = kernel.Build().GetRequiredService<IChatCompletionService>().AsChatClient();
        model = new RoutedModel(client, route.Model, route.TimeLimit);
        return true;
    }
}
