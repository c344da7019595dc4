using System.Reflection;
using Shouldly;
using Xunit;

namespace Platform.Architecture.Tests;

public sealed class FolderTests
{
    private const int MostLines = 300;
    private static readonly string[] Meaningless = ["Services", "Helpers", "Utils", "Utilities", "Common", "Managers", "Interfaces", "Models", "Shared", "Misc"];

    public static TheoryData<string> Projects => [.. Source.All.Select(Source.NameOf)];

    [Theory]
    [MemberData(nameof(Projects))]
    public void No_folders_use_each_other_in_a_circle(string project) =>
        FolderGraph.Circles(FolderGraph.Of(ByName(project), project)).ShouldBeEmpty();

    [Fact]
    public void The_search_for_circles_finds_one()
    {
        var graph = new Dictionary<string, IReadOnlyDictionary<string, string>>(StringComparer.Ordinal)
        {
            ["A"] = new Dictionary<string, string>(StringComparer.Ordinal) { ["B"] = "A.X uses B.Y" },
            ["B"] = new Dictionary<string, string>(StringComparer.Ordinal) { ["C"] = "B.Y uses C.Z" },
            ["C"] = new Dictionary<string, string>(StringComparer.Ordinal) { ["A"] = "C.Z uses A.X" },
            ["D"] = new Dictionary<string, string>(StringComparer.Ordinal) { ["A"] = "D.W uses A.X" },
        };

        FolderGraph.Circles(graph).ShouldHaveSingleItem().ShouldContain("A.X uses B.Y");
    }

    [Fact]
    public void Conversations_know_no_scenario_and_turns_know_nobody()
    {
        var graph = FolderGraph.Of(Source.Scenarios, "Platform.Scenarios");

        graph.GetValueOrDefault("Turns")?.Keys.ShouldBeEmpty();
        graph["Conversations"].Keys.Except(["Turns", "Pipeline", "Safety"], StringComparer.Ordinal).ShouldBeEmpty();
    }

    [Fact]
    public void A_folder_is_named_after_what_happens_in_it() =>
        Source.Files(".cs", ".razor").SelectMany(file => file.Split('/')[..^1]).Distinct(StringComparer.Ordinal)
            .Intersect(Meaningless, StringComparer.OrdinalIgnoreCase).ShouldBeEmpty();

    [Fact]
    public void A_file_holds_one_idea()
    {
        var files = Source.Files(".cs", ".razor").ToList();

        files.Count.ShouldBeGreaterThan(40);
        files.Select(file => (file, Lines: File.ReadLines(Path.Combine(Source.Root, file)).Count()))
            .Where(f => f.Lines > MostLines).OrderByDescending(f => f.Lines).Select(f => $"{f.file}: {f.Lines} lines, {MostLines} at most")
            .ShouldBeEmpty();
    }

    [Fact]
    public void A_namespace_follows_its_folder() =>
        (from file in Source.Files(".cs")
         let declared = File.ReadLines(Path.Combine(Source.Root, file)).FirstOrDefault(line => line.StartsWith("namespace ", StringComparison.Ordinal))
         where declared is not null
         let expected = string.Join('.', file.Split('/')[1..^1])
         where declared != $"namespace {expected};"
         select $"{file} says '{declared}', its folder '{expected}'").ShouldBeEmpty();

    /// <summary>A loop of a page's own ends with the first look that fails, and the page stands still from then on.</summary>
    [Fact]
    public void Pages_look_again_and_again_through_one_loop_that_a_failure_does_not_end() =>
        Source.Files(".cs", ".razor").Where(file => file.StartsWith("src/Platform.Bots/Pages/", StringComparison.Ordinal) && Path.GetFileName(file) != "PageRefresh.cs")
            .Where(file => File.ReadAllText(Path.Combine(Source.Root, file)).Contains("PeriodicTimer", StringComparison.Ordinal)).ShouldBeEmpty();

    private static Assembly ByName(string project) => Source.All.Single(assembly => Source.NameOf(assembly) == project);
}
