using System.IO.Compression;
using System.Text.Json;
using Platform.Scenarios.CommunityRole;
using Shouldly;
using Xunit;

namespace Platform.Scenarios.Tests.Simulation.Content;

/// <summary>Articles that cases name are real. The law base is not part of the repository: the environment variable <c>PLATFORM_DATA</c> says in which folder law_kb lies.</summary>
public sealed class LawTests
{
    [Fact]
    public void Every_article_that_a_case_names_stands_in_the_law_base()
    {
        var file = Path.Combine(Environment.GetEnvironmentVariable("PLATFORM_DATA") ?? "", "law_kb", "articles.jsonl.gz");
        Assert.SkipUnless(File.Exists(file), "PLATFORM_DATA names no folder with law_kb/articles.jsonl.gz.");
        using var plain = new StreamReader(new GZipStream(File.OpenRead(file), CompressionMode.Decompress));
        var articles = plain.ReadToEnd().Split('\n').Where(line => line.Length > 0).Select(line => JsonSerializer.Deserialize<Article>(line, JsonSerializerOptions.Web)!).Select(a => (a.Law, a.Number)).ToHashSet();

        var grounds = CommunityScenes.Shipped().Cases.SelectMany(matter => matter.Grounds.Select(ground => (matter.Id, ground.Law, ground.Article))).ToList();

        grounds.Count.ShouldBeGreaterThan(50);
        grounds.Where(ground => !articles.Contains((ground.Law, ground.Article ?? ""))).ShouldBeEmpty();
    }

    private sealed record Article(string Law, [property: System.Text.Json.Serialization.JsonPropertyName("article")] string Number);
}
