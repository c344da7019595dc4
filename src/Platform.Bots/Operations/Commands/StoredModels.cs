using System.Globalization;
using Microsoft.Extensions.Options;
using Platform.Data;
using Platform.Model.Checkpoints;
using Platform.Model.Serving;

namespace Platform.Bots.Operations.Commands;

/// <param name="What">Family and size, or why the folder cannot be used.</param>
internal sealed record StoredModel(string Name, bool Served, string What, string Folder);

/// <summary>Checkpoint folders under the data folder, and those of the configuration.</summary>
internal static class StoredModels
{
    public static string FolderOf(IServiceProvider services) => Path.Combine(Path.GetFullPath(services.GetRequiredService<IOptions<DataOptions>>().Value.DataFolder), "models");

    public static IEnumerable<StoredModel> List(IServiceProvider services)
    {
        var served = services.GetRequiredService<IOptions<ServingOptions>>().Value.Models;
        foreach (var (name, model) in served.OrderBy(pair => pair.Key, StringComparer.OrdinalIgnoreCase))
            yield return new StoredModel(name, Served: true, What(model.Folder), model.Folder);

        var known = served.Values.Select(model => Path.GetFullPath(model.Folder)).ToHashSet(StringComparer.Ordinal);
        var folder = FolderOf(services);
        if (!Directory.Exists(folder))
            yield break;
        foreach (var stored in Directory.EnumerateDirectories(folder).Order(StringComparer.Ordinal))
            if (!known.Contains(stored) && Path.GetFileName(stored)[0] != '.')
                yield return new StoredModel(Path.GetFileName(stored), Served: false, What(stored), stored);
    }

    public static string What(string folder)
    {
        try
        {
            var checkpoint = CheckpointReader.Open(folder);
            return string.Create(CultureInfo.InvariantCulture, $"{checkpoint.Config.Family}, {checkpoint.Config.Parameters / 1e6:0.#} M parameters, {checkpoint.StoredType}");
        }
        catch (CheckpointException broken)
        {
            return broken.Message;
        }
    }
}
