using Platform.Data;
using Platform.Data.ModelRegistry;
using Platform.Model.Checkpoints;

namespace Platform.Scenarios.Improvement;

/// <summary>Where a version's checkpoint lies: below the data folder by a relative path, so that the data folder can be moved.</summary>
internal static class VersionFolder
{
    public static string Stored(string folder, DataOptions data)
    {
        var (full, root) = (Path.GetFullPath(folder), data.FullPath());
        return full.StartsWith(root + Path.DirectorySeparatorChar, StringComparison.Ordinal) ? Path.GetRelativePath(root, full) : full;
    }

    public static string Of(ModelVersion version, DataOptions data) => Path.IsPathRooted(version.Folder) ? version.Folder : data.FullPath(version.Folder);

    /// <returns>Why the checkpoint must not be served; null when it is the one that was registered.</returns>
    public static Refusal? Fault(ModelVersion version, DataOptions data)
    {
        try
        {
            var now = CheckpointIdentity.Of(Of(version, data));
            return now.Against(new CheckpointIdentity(version.WeightsHash, version.TokenizerHash, version.TemplateHash, version.GoldenPrompts)) is { } difference
                ? new(
                    $"{version.Name} {version.Number} 未提供服务：{difference.Chinese}。如果是有意改动，请重新登记这个文件夹。",
                    $"{version.Name} {version.Number} is not served: {difference.English}. Register the folder anew if the change is meant.")
                : null;
        }
        catch (CheckpointException broken)
        {
            return new($"{version.Name} {version.Number} 未提供服务，模型文件夹不能用：{broken.Message}", $"{version.Name} {version.Number} is not served: {broken.Message}");
        }
    }
}
