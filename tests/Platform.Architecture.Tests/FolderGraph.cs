using System.Reflection;

namespace Platform.Architecture.Tests;

/// <summary>Which folder of a project uses which other, with one example of each use.</summary>
/// <remarks>
/// Files that stand in the project's own folder (registration, context, Program) use everyone and are left out.
/// A folder and those within it are one feature and may use each other.
/// </remarks>
internal static class FolderGraph
{
    public static Dictionary<string, IReadOnlyDictionary<string, string>> Of(Assembly assembly, string project)
    {
        var uses = from type in References.Of(assembly)
                   let folder = Folder(type.Key.Namespace, project)
                   where folder is not null
                   from mentioned in type.Value
                   let outermost = References.Outermost(mentioned)
                   where outermost.Scope == type.Key.Module || outermost.Scope.Name == type.Key.Module.Assembly.Name.Name
                   let other = Folder(outermost.Namespace, project)
                   where other is not null && !IsWithin(other, folder) && !IsWithin(folder, other)
                   select (folder, other, example: $"{type.Key.FullName} uses {mentioned.FullName}");
        return uses.GroupBy(use => use.folder, StringComparer.Ordinal).ToDictionary(
            group => group.Key,
            group => (IReadOnlyDictionary<string, string>)group.GroupBy(use => use.other, StringComparer.Ordinal)
                .ToDictionary(others => others.Key, others => others.First().example, StringComparer.Ordinal),
            StringComparer.Ordinal);
    }

    /// <returns>Each circle as the uses that close it.</returns>
    public static IReadOnlyList<string> Circles(Dictionary<string, IReadOnlyDictionary<string, string>> graph)
    {
        var found = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var start in graph.Keys)
            if (PathBack(graph, start) is { } path)
                found.TryAdd(string.Join(' ', path.Order(StringComparer.Ordinal)), string.Join("; ", path.Select((folder, at) => graph[folder][path[(at + 1) % path.Count]])));
        return [.. found.Values];
    }

    /// <returns>The shortest way from a folder back to itself, or null.</returns>
    private static List<string>? PathBack(Dictionary<string, IReadOnlyDictionary<string, string>> graph, string start)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var open = new Queue<List<string>>([[start]]);
        while (open.TryDequeue(out var path))
        {
            foreach (var next in graph.GetValueOrDefault(path[^1])?.Keys ?? [])
            {
                if (next == start)
                    return path;
                if (seen.Add(next))
                    open.Enqueue([.. path, next]);
            }
        }

        return null;
    }

    private static bool IsWithin(string inner, string outer) => inner == outer || inner.StartsWith($"{outer}.", StringComparison.Ordinal);

    private static string? Folder(string space, string project) =>
        space.StartsWith($"{project}.", StringComparison.Ordinal) ? space[(project.Length + 1)..] : null;
}
