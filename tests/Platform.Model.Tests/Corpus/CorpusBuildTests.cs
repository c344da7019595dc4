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
        counts.Single(count => count.Name == "closed").Excluded.ShouldBeTrue();
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
              - { name: many, folder: many, licence: MIT, class: A, devShare: 0.1, checks: [], train: [train.jsonl], text: "{text}" }
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

    [Fact]
    public void The_card_tells_what_was_left_out_and_what_the_files_are()
    {
        Run(Build());

        var card = JsonDocument.Parse(File.ReadAllText(Path.Combine(_folder, "out", "card.json"))).RootElement;
        var hash = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(File.ReadAllBytes(Path.Combine(_folder, "out", "train.jsonl"))));
        card.GetProperty("fingerprint").GetProperty("train").GetString().ShouldBe("sha256:" + hash);
        card.GetProperty("sources")[0].GetProperty("dropped").GetProperty("duplicate").GetInt32().ShouldBe(1);
        File.ReadAllText(Path.Combine(_folder, "out", "README.md")).ShouldContain("left out: no licence");
    }

    [Fact]
    public void Near_duplicates_tests_and_broken_texts_are_dropped_and_dialogue_logs_are_masked()
    {
        var sentence = "今天我们去公园里散步，看见湖边有很多人在放风筝，天上的云也慢慢散开了，孩子们都很高兴，老人坐在长椅上晒太阳。";
        Put("texts/train.jsonl", string.Join('\n', new[]
        {
            sentence, sentence.Replace("晒太阳", "看报", StringComparison.Ordinal),
            "这里说的是另外一件事：小区的电梯上个月坏了三次，物业说零件要等，住在高层的人每天都要爬楼，大家都有意见。",
            "考题里的这一句话谁也不应该在训练的时候见过它，否则成绩就不可信了，所以要把它找出来。",
            "买买买买买买买买买买买买买买买买买买买买买买买买买买买买买买买买买买买买买买买买买买买买买买",
            "これは日本語の文章ですから、ここには残らないはずです。",
        }.Select(text => JsonSerializer.Serialize(new { text }))));
        Put("tests/dev.jsonl", """{"sentence":"考题里的这一句话谁也不应该在训练的时候见过它"}""");
        Put("logs/train.jsonl", string.Join('\n', new CorpusDocument[]
        {
            new() { Id = "log-1", Source = "logs", Licence = "own", Split = "train", Consent = true, Messages = [new("user", "我叫李晓梅，电话13812345678。"), new("assistant", "李晓梅您好。")] },
            new() { Id = "log-2", Source = "logs", Licence = "own", Split = "train", Consent = false, Messages = [new("user", "我不同意把这段话拿去用。"), new("assistant", "好的。")] },
        }.Select(CorpusFile.Line)));
        Put("recipe.yaml", """
            evaluation: ["tests/*.jsonl"]
            sources:
              - { name: texts, folder: texts, licence: MIT, class: A, train: [train.jsonl], text: "{text}" }
              - { name: logs, folder: logs, licence: own, class: A, train: [train.jsonl], documents: true }
            """);

        Run(Build());

        Dropped().ShouldBe([("texts-1", "near duplicate"), ("texts-3", "in a test set"), ("texts-4", "one row of 4 repeats"), ("texts-5", "language other"), ("log-2", "no consent")], ignoreOrder: true);
        Written("train.jsonl").Single(document => document.Source == "logs").Messages.ShouldBe([new CorpusMessage("user", "我叫[NAME1]，电话[PHONE]。"), new CorpusMessage("assistant", "[NAME1]您好。")]);
    }

    [Fact]
    public void An_interrupted_build_goes_on_where_it_was_and_the_outcome_is_the_same_for_any_number_of_threads()
    {
        Run(Build() with { Threads = 1 });
        var (first, work) = (File.ReadAllText(Path.Combine(_folder, "out", "train.jsonl")), Path.Combine(_folder, "out", "work"));
        var written = File.GetLastWriteTimeUtc(Path.Combine(work, "talk.kept.jsonl"));
        File.Delete(Path.Combine(work, "poems.done.json")); // as if it had been stopped here
        File.Delete(Path.Combine(_folder, "out", "train.jsonl"));

        Run(Build() with { Threads = 3 });

        File.ReadAllText(Path.Combine(_folder, "out", "train.jsonl")).ShouldBe(first);
        File.GetLastWriteTimeUtc(Path.Combine(work, "talk.kept.jsonl")).ShouldBe(written);
    }

    private CorpusBuild Build() => new() { Recipe = Path.Combine(_folder, "recipe.yaml"), Data = [_folder], Output = Path.Combine(_folder, "out") };

    private static IReadOnlyList<SourceCount> Run(CorpusBuild build) => build.Run(TestContext.Current.CancellationToken);

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
