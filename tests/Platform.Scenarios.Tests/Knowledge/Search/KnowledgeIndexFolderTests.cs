using Platform.Scenarios.Knowledge.Search;
using Shouldly;
using Xunit;

namespace Platform.Scenarios.Tests.Knowledge.Search;

public sealed class KnowledgeIndexFolderTests : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("knowledge-index").FullName;

    private string Folder => Path.Combine(_root, "index");

    [Fact]
    public void A_saved_index_is_opened_without_training_and_scores_alike()
    {
        using var built = Open();
        var written = File.GetLastWriteTimeUtc(Path.Combine(Folder, "matcher.bin"));

        using var opened = Open();

        File.GetLastWriteTimeUtc(Path.Combine(Folder, "matcher.bin")).ShouldBe(written);
        foreach (var query in new[] { "请问居住证在哪里办", "loud neighbour at night", "construction 18:00" })
            Shown(opened, query).ShouldBe(Shown(built, query));
        Directory.GetFileSystemEntries(_root).ShouldHaveSingleItem();
    }

    [Fact]
    public void Changed_content_is_trained_anew()
    {
        using var first = Open();
        var changed = SampleBase.Entries.Append(new SearchEntry("library", "en", "When does the library open?", [], "", "public")).ToList();

        using var second = new KnowledgeIndexBuilder().OpenOrBuild(Folder, changed, SampleBase.Passages, TestContext.Current.CancellationToken);

        second.Fingerprint.ShouldNotBe(first.Fingerprint, StringComparer.Ordinal);
        second.Search("when does the library open", SearchScope.All, 1).Candidates[0].Key.ShouldBe("library");
    }

    [Theory]
    [InlineData("matcher.bin")]
    [InlineData("calibrator.bin")]
    [InlineData("manifest.json")]
    public void A_broken_file_is_rebuilt(string file)
    {
        Open().Dispose();
        var path = Path.Combine(Folder, file);
        var bytes = File.ReadAllBytes(path);
        File.WriteAllBytes(path, bytes[..(bytes.Length / 2)]);

        using var index = Open();

        index.Search("怎么办理居住证", SearchScope.All, 1).Candidates[0].Score.ShouldBe(1);
        File.ReadAllBytes(path).Length.ShouldBe(bytes.Length);
    }

    [Fact]
    public void A_missing_part_or_a_foreign_folder_is_rebuilt()
    {
        Open().Dispose();
        Directory.Delete(Path.Combine(Folder, "lexical"), recursive: true);
        Open().Dispose();
        Directory.Delete(Folder, recursive: true);
        Directory.CreateDirectory(Folder);
        File.WriteAllText(Path.Combine(Folder, "manifest.json"), "null");

        using var index = Open();

        index.Search("怎么办理居住证", SearchScope.All, 1).Candidates[0].Score.ShouldBe(1);
    }

    public void Dispose() => Directory.Delete(_root, recursive: true);

    private KnowledgeIndex Open() =>
        new KnowledgeIndexBuilder().OpenOrBuild(Folder, SampleBase.Entries, SampleBase.Passages, TestContext.Current.CancellationToken);

    private static string Shown(KnowledgeIndex index, string query)
    {
        var result = index.Search(query, SearchScope.All, 5);
        return string.Join('\n', result.Candidates.Select(candidate => candidate.ToString()).Concat(result.Passages.Select(passage => passage.ToString())));
    }
}
