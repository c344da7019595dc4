using System.Text.Json;
using Platform.Model.Corpus;
using Shouldly;
using Xunit;

namespace Platform.Model.Tests.Corpus;

public sealed class CorpusBuildTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory().FullName;

    public CorpusBuildTests()
    {
        Put("talk/train.jsonl", """
            {"messages":[{"role":"client","text":"睡不着，怎么办？"},{"role":"counselor","text":"说说看。"}]}
            {"messages":[{"role":"client","text":"你好。"},{"role":"counselor","text":"你好！"}]}
            """);
        Put("talk/dev.jsonl", """
            {"messages":[{"role":"client","text":"你好。"},{"role":"counselor","text":"你好！"}]}
            """);
        Put("poems/a.json", """
            [{"title":"靜夜思","author":"李白","paragraphs":["牀前看月光，疑是地上霜。","舉頭望山月，低頭思故鄉。"]},
             {"title":"闕","author":"佚名","paragraphs":["□□□□□。"]}]
            """);
        Put("closed/train.jsonl", """{"text":"没有许可的句子。"}""");
        Put("qa/train.jsonl", """{"title":"书","context":"书在桌上。","qas":[{"question":"书在哪？","answers":[{"text":"桌上"}]},{"question":"桌上有什么？","answers":[{"text":"书"}]}]}""");
        Put("table/TSCharacters.txt", "# comment\n靜\t静\n舉\t举\n頭\t头\n鄉\t乡\n乾\t干\n");
        Put("table/TSPhrases.txt", "乾坤\t乾坤\n");
        Put("recipe.yaml", """
            name: small
            simplification: table
            sources:
              - { name: talk, folder: talk, licence: MIT, class: A, skill: counselling, dev: [dev.jsonl], train: [train.jsonl], dialogue: { roles: { client: user, counselor: assistant } } }
              - { name: poems, folder: poems, licence: MIT, class: A, simplify: true, without: ["□"], train: ["*.json"], text: "《{title}》 {author}\n{paragraphs}" }
              - { name: closed, folder: closed, licence: none, class: B, train: [train.jsonl], text: "{text}" }
              - name: qa
                folder: qa
                licence: MIT
                class: A
                train: [train.jsonl]
                exchange: { each: qas, forms: [{ user: "{context}\n{question}", then: "{question}", assistant: "{answers.0.text}" }] }
            """);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Records_become_documents_and_what_is_left_out_has_a_reason()
    {
        var counts = Run(Build());

        var train = Written("train.jsonl");
        train.Select(document => document.Source).ShouldBe(["talk", "poems", "qa"]);
        train[0].Messages.ShouldBe([new CorpusMessage("user", "睡不着，怎么办？"), new CorpusMessage("assistant", "说说看。")]);
        train[1].Text.ShouldBe("《静夜思》 李白\n牀前看月光，疑是地上霜。\n举头望山月，低头思故乡。");
        train[2].Messages.ShouldBe([new CorpusMessage("user", "书在桌上。\n书在哪？"), new CorpusMessage("assistant", "桌上"), new CorpusMessage("user", "桌上有什么？"), new CorpusMessage("assistant", "书")]);
        Written("dev.jsonl").ShouldHaveSingleItem().Id.ShouldBe("talk-0");
        Dropped().ShouldBe([("talk-2", "duplicate"), ("poems-1", "has '□'")], ignoreOrder: true);
        counts["closed"].Excluded.ShouldBeTrue();
    }

    [Fact]
    public void Sets_without_a_licence_come_only_when_asked_for()
    {
        Run(Build() with { IncludeUnlicensed = true });

        Written("train.jsonl").Single(document => document.Source == "closed").Consent.ShouldBeFalse();
    }

    [Fact]
    public void A_share_is_held_out_and_the_same_each_time()
    {
        Put("many/train.jsonl", string.Join('\n', Enumerable.Range(0, 500).Select(number => $$"""{"text":"第{{number}}句话。"}""")));
        Put("recipe.yaml", """
            sources:
              - { name: many, folder: many, licence: MIT, class: A, devShare: 0.1, train: [train.jsonl], text: "{text}" }
            """);

        Run(Build());
        var first = Written("dev.jsonl").Select(document => document.Id).ToList();
        Run(Build());

        Written("dev.jsonl").Select(document => document.Id).ShouldBe(first);
        first.Count.ShouldBeInRange(30, 75);
        Written("train.jsonl").Select(document => document.Id).Intersect(first, StringComparer.Ordinal).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("sources:\n  - { name: a, folder: a, licence: MIT, class: A, train: [x.jsonl], text: \"{t}\", txet: 1 }", "'txet' is not known here. Did you mean 'text'")]
    [InlineData("sources:\n  - { name: a, folder: talk, licence: MIT, class: A, train: [train.jsonl] }", "exactly one of")]
    [InlineData("sources:\n  - { name: a, folder: nowhere, licence: MIT, class: A, train: [train.jsonl], text: \"{t}\" }", "nowhere")]
    [InlineData("sources:\n  - { name: a, folder: talk, licence: MIT, class: A, train: [train.jsonl], dialogue: { roles: { client: user } } }", "counselor")]
    public void What_is_wrong_with_a_recipe_is_said(string recipe, string said)
    {
        Put("recipe.yaml", recipe);

        Should.Throw<Exception>(() => Run(Build())).Message.ShouldContain(said);
    }

    private CorpusBuild Build() => new() { Recipe = Path.Combine(_folder, "recipe.yaml"), Data = [_folder], Output = Path.Combine(_folder, "out") };

    private static IReadOnlyDictionary<string, SourceCount> Run(CorpusBuild build) => build.Run(TestContext.Current.CancellationToken);

    private List<CorpusDocument> Written(string name) => [.. CorpusFile.Read(Path.Combine(_folder, "out", name))];

    private List<(string?, string?)> Dropped() => [.. File.ReadLines(Path.Combine(_folder, "out", "dropped.jsonl"))
        .Select(line => JsonDocument.Parse(line).RootElement).Select(drop => (drop.GetProperty("id").GetString(), drop.GetProperty("reason").GetString()))];

    private void Put(string name, string content)
    {
        var path = Path.Combine(_folder, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, content);
    }
}
