using System.Text.Json;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;
using Platform.Model.Serving;

namespace Platform.Model.Routes;

/// <summary>
/// The models that come with the platform are served under their folder's name and lead the skill of that name, as long as the configuration
/// says nothing else. A folder with an adapter leads its skill to the model it changes. <c>Models:Shipped=false</c> leaves all out.
/// </summary>
internal sealed class ShippedModels(IConfiguration configuration) : IPostConfigureOptions<ServingOptions>, IPostConfigureOptions<ModelOptions>
{
    private const string ModelFile = "generation_config.json";
    private const string AdapterFile = "adapter_config.json";

    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "models");

    public void PostConfigure(string? name, ServingOptions options)
    {
        foreach (var folder in Found(ModelFile))
            options.Models.TryAdd(Path.GetFileName(folder), new ServedModelOptions { Folder = folder });
        foreach (var folder in Found(AdapterFile))
            if (options.Models.TryGetValue(Foundation(folder), out var model))
                model.Adapters.TryAdd(Path.GetFileName(folder), folder);
    }

    public void PostConfigure(string? name, ModelOptions options)
    {
        foreach (var model in Found(ModelFile).Select(Path.GetFileName))
            options.Routes.TryAdd(model!, new ModelRoute { Local = model });
        foreach (var folder in Found(AdapterFile))
            options.Routes.TryAdd(Path.GetFileName(folder), new ModelRoute { Local = Foundation(folder), Adapter = Path.GetFileName(folder), FollowsInstructions = false });
    }

    /// <summary>Name of the shipped model that an adapter changes.</summary>
    private static string Foundation(string folder)
    {
        using var config = JsonDocument.Parse(File.ReadAllText(Path.Combine(folder, AdapterFile)));
        return Path.GetFileName(config.RootElement.GetProperty("base_model_name_or_path").GetString() ?? "");
    }

    /// <summary>Folders with this file; the sentence encoder has neither settings of generation nor an adapter's.</summary>
    private IEnumerable<string> Found(string file) => configuration.GetValue("Models:Shipped", defaultValue: true) && Directory.Exists(Folder)
        ? Directory.EnumerateDirectories(Folder).Where(folder => File.Exists(Path.Combine(folder, file)))
        : [];
}
