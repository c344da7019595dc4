using Platform.Model.Corpus;
using Shouldly;
using Xunit;

namespace Platform.Model.Tests.Corpus;

public sealed class CorpusFileTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory().FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("train.jsonl")]
    [InlineData("train.jsonl.gz")]
    public void Documents_come_back_as_they_were_written_with_odd_line_ends_inside(string name)
    {
        CorpusDocument[] documents =
        [
            new() { Id = "a-1", Source = "a", Licence = "MIT", Split = "train", Text = "一\u2028二\u0085三\r四\n五", Quality = 0.5, Consent = true },
            new() { Id = "a-2", Source = "a", Licence = "MIT", Split = "dev", Skill = "dialogue", Messages = [new("user", "你好"), new("assistant", "“好”")] },
        ];
        var path = Path.Combine(_folder, name);

        CorpusFile.Write(path, documents);
        var read = CorpusFile.Read(path).ToList();

        read[0].ShouldBe(documents[0]);
        read[1].Messages.ShouldBe(documents[1].Messages);
        read[1].Skill.ShouldBe("dialogue");
        read.Count.ShouldBe(2);
        Directory.GetFiles(_folder).ShouldHaveSingleItem();
    }

    [Fact]
    public void A_bad_line_is_named_by_its_number()
    {
        var path = Path.Combine(_folder, "bad.jsonl");
        File.WriteAllText(path, "{\"id\":\"1\",\"source\":\"s\",\"licence\":\"MIT\",\"split\":\"train\",\"text\":\"好\"}\n{\"id\":\"2\"}\n");

        Should.Throw<CorpusException>(() => CorpusFile.Read(path).ToList()).Message.ShouldContain("Line 2");
    }
}
