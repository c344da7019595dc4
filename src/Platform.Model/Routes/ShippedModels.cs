using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;
using Platform.Model.Serving;

namespace Platform.Model.Routes;

/// <summary>
/// The models that come with the platform are served under their folder's name and lead the skill of that name, as long as the configuration
/// says nothing else. <c>Models:Shipped=false</c> leaves them out.
/// </summary>
internal sealed class ShippedModels(IConfiguration configuration) : IPostConfigureOptions<ServingOptions>, IPostConfigureOptions<ModelOptions>
{
    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "models");

    public void PostConfigure(string? name, ServingOptions options)
    {
        foreach (var folder in Found())
            options.Models.TryAdd(Path.GetFileName(folder), new ServedModelOptions { Folder = folder });
    }

    public void PostConfigure(string? name, ModelOptions options)
    {
        foreach (var model in Found().Select(Path.GetFileName))
            options.Routes.TryAdd(model!, new ModelRoute { Local = model });
    }

    /// <summary>Checkpoints that write text; the sentence encoder has no settings of generation.</summary>
    private IEnumerable<string> Found() => configuration.GetValue("Models:Shipped", defaultValue: true) && Directory.Exists(Folder)
        ? Directory.EnumerateDirectories(Folder).Where(folder => File.Exists(Path.Combine(folder, "generation_config.json")))
        : [];
}
