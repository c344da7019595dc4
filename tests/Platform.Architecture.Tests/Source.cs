using System.Reflection;
using System.Text.RegularExpressions;

namespace Platform.Architecture.Tests;

/// <summary>The solution's own assemblies and files.</summary>
internal static partial class Source
{
    public static Assembly Data { get; } = typeof(Data.PlatformDbContext).Assembly;

    public static Assembly Model { get; } = typeof(Platform.Model.ModelRegistration).Assembly;

    public static Assembly Scenarios { get; } = typeof(Scenarios.ScenarioRegistration).Assembly;

    public static Assembly Bots { get; } = typeof(Program).Assembly;

    public static IReadOnlyList<Assembly> All { get; } = [Data, Model, Scenarios, Bots];

    public static string Root { get; } = FindRoot();

    public static string NameOf(Assembly assembly) => assembly == Bots ? "Platform.Bots" : assembly.GetName().Name!;

    /// <summary>Files below <c>src</c> by their path from the root, without what is generated or fetched.</summary>
    public static IEnumerable<string> Files(params string[] extensions) =>
        Directory.EnumerateFiles(Path.Combine(Root, "src"), "*", SearchOption.AllDirectories)
            .Where(file => extensions.Contains(Path.GetExtension(file), StringComparer.Ordinal))
            .Select(file => Path.GetRelativePath(Root, file).Replace('\\', '/'))
            .Where(file => !Fetched().IsMatch(file));

    private static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            if (File.Exists(Path.Combine(folder.FullName, "Platform.sln")))
                return folder.FullName;
        throw new DirectoryNotFoundException($"No Platform.sln stands above '{AppContext.BaseDirectory}'. Run these tests from within the repository.");
    }

    [GeneratedRegex("/(bin|obj|node_modules|Migrations)/|/wwwroot/lib/", RegexOptions.ExplicitCapture)]
    private static partial Regex Fetched();
}
