using Platform.Model.Architectures;
using Platform.Model.Corpus;
using Platform.Model.Evaluation;
using Platform.Model.Evaluation.Choices;
using Platform.Model.Evaluation.Language;
using Platform.Model.Evaluation.Reports;
using Platform.Model.Evaluation.Retention;
using Platform.Model.Evaluation.Running;
using Platform.Model.Evaluation.Writing;
using Platform.Testing;
using Platform.Testing.Models;
using Shouldly;
using Xunit;

namespace Platform.Model.Tests.Evaluation;

public sealed class EvaluationTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly ModelRun _run;

    public EvaluationTests()
    {
        TinyCheckpoint.Write(In("one"), DecoderFamily.Qwen3, seed: 1);
        TinyCheckpoint.Write(In("two"), DecoderFamily.Qwen3, seed: 2);
        _run = new ModelRun { Models = [In("one"), $"other={In("two")}"], Threads = 1 };
        CorpusFile.Write(In("corpus/train.jsonl"), Documents("train", 40));
        CorpusFile.Write(In("corpus/dev.jsonl"), Documents("dev", 6));
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Bits_per_character_of_each_model_stand_beside_those_of_the_baseline()
    {
        var report = new LanguageEvaluation { Corpus = In("corpus") }.Run(_run, TestContext.Current.CancellationToken);

        report.Figures.Select(figure => (figure.Task, figure.Subject)).ShouldBe(
            [("talk", "one"), ("poems", "one"), ("talk", "other"), ("poems", "other"), ("talk", "character 4-gram"), ("poems", "character 4-gram")]);
        report.Figures.ShouldAllBe(figure => figure.Value > 0 && figure.Low <= figure.Value && figure.Value <= figure.High);
        var random = report.Figures.Single(figure => figure is { Task: "poems", Subject: "one" });
        random.Value.ShouldBeGreaterThan(report.Figures.Single(figure => figure is { Task: "poems", Subject: "character 4-gram" }).Value); // random weights know less than counts do
        report.ToMarkdown().ShouldContain("| poems | bits per character ↓ | 6 |");
    }

    [Fact]
    public void A_model_is_no_better_than_itself()
    {
        var report = new LanguageEvaluation { Corpus = In("corpus"), Sources = ["poems"], WithBaseline = false }
            .Run(_run with { Models = [In("one"), $"again={In("one")}"] }, TestContext.Current.CancellationToken);

        report.ToMarkdown().ShouldContain("(Δ 0.000 [0.000, 0.000])");
    }

    [Fact]
    public void A_report_is_read_as_it_was_written()
    {
        var report = new EvaluationReport([Figure.Of("t", "m", "s", 3, items => items.Average()), new Figure("t", "area", "s", double.NaN, null, null, 1, LessIsBetter: false, [0.5, 0.75])]);
        report.WriteJson(In("report.json"));

        var read = EvaluationReport.ReadJson(In("report.json"));

        read.Figures[0].ShouldSatisfyAllConditions(figure => figure.Value.ShouldBe(1), figure => figure.Low.ShouldBe(report.Figures[0].Low), figure => figure.Items.ShouldBe(3));
        read.Figures[1].Seeds.ShouldBe([0.5, 0.75]);
        read.Figures[1].Value.ShouldBe(double.NaN);
    }

    [Fact]
    public void Poems_and_turns_are_written_the_same_for_the_same_seed()
    {
        var poems = new PoetryEvaluation { Corpus = In("corpus"), Sources = ["poems"], Most = 3 };
        var turns = new DialogueEvaluation { Corpus = In("corpus"), Sources = ["talk"], Most = 3 };

        foreach (var measure in new Func<ModelRun, EvaluationReport>[] { run => poems.Run(run, TestContext.Current.CancellationToken), run => turns.Run(run, TestContext.Current.CancellationToken) })
        {
            var twice = measure(_run with { Seeds = 2 });
            twice.ToMarkdown().ShouldBe(measure(_run with { Seeds = 2 }).ToMarkdown());
            twice.Figures.Where(figure => figure.Subject == "one").ShouldAllBe(figure => figure.Seeds!.Count == 2);
        }
    }

    [Fact]
    public void The_held_out_poems_themselves_keep_the_form()
    {
        var report = new PoetryEvaluation { Corpus = In("corpus"), Sources = ["poems"] }.Run(_run with { Models = [In("one")] }, TestContext.Current.CancellationToken);

        report.Figures.Single(figure => figure.Subject == "the held-out poems" && figure.Measure.StartsWith("lines of one length", StringComparison.Ordinal)).Value.ShouldBe(1);
        report.Figures.Single(figure => figure.Subject == "the held-out poems" && figure.Measure.StartsWith("lines that stand", StringComparison.Ordinal)).Value.ShouldBe(0.25); // the last of four
    }

    [Fact]
    public void Choices_are_weighed_without_examples_and_learned_from_folds()
    {
        WriteReviews();

        var report = new ChoiceEvaluation { Data = In("data"), Tasks = ["eprstmt"], FewShot = true }.Run(_run, TestContext.Current.CancellationToken);

        report.Figures.Where(figure => figure.Subject == "one").Select(figure => figure.Measure).ShouldBe(["zero-shot accuracy", "zero-shot AUROC", "few-shot accuracy, linear, 5 folds"]);
        report.Figures.Single(figure => figure.Subject == "most frequent answer").Value.ShouldBe(0.5);
        report.Figures.ShouldAllBe(figure => figure.Value >= 0 && figure.Value <= 1);
    }

    [Fact]
    public void A_student_that_is_its_teacher_kept_everything()
    {
        WriteReviews();
        var evaluation = new RetentionEvaluation { Teacher = In("one"), Scratch = [In("two")], Students = [$"copy={In("one")}", $"copy={In("one")}"], Corpus = In("corpus"), Data = In("data"), Tasks = ["eprstmt"] };

        var table = evaluation.Run(1, _ => { }, TestContext.Current.CancellationToken).ToMarkdown();

        var row = table.Split('\n').Single(line => line.StartsWith("| copy | 2 |", StringComparison.Ordinal));
        row.ShouldContain("| 100.0 % [100.0 %, 100.0 %] ± 0.0 % |"); // of the gap
        Refusal(() => (evaluation with { Students = ["one"] }).Run(1, _ => { }, TestContext.Current.CancellationToken)).ShouldContain("ARM=FOLDER");
        Refusal(() => (evaluation with { Scratch = [] }).Run(1, _ => { }, TestContext.Current.CancellationToken)).ShouldContain("from scratch");
    }

    [Fact]
    public void What_cannot_be_measured_is_said()
    {
        Refusal(() => new LanguageEvaluation { Corpus = In("nowhere") }.Run(_run)).ShouldContain("holds no dev.jsonl");
        Refusal(() => new LanguageEvaluation { Corpus = In("corpus"), Sources = ["smile"] }.Run(_run)).ShouldContain("It has talk, poems");
        Refusal(() => new ChoiceEvaluation { Data = In("corpus"), Tasks = ["tnew"] }.Run(_run)).ShouldContain("There is no task 'tnew'");
        Refusal(() => new DialogueEvaluation { Corpus = In("corpus"), Sources = ["poems"] }.Run(_run)).ShouldContain("holds no dialogues");
        Refusal(() => new TranslationEvaluation { Data = In("corpus") }.Run(_run)).ShouldContain("tatoeba_zh_en");
    }

    private void WriteReviews()
    {
        Directory.CreateDirectory(In("data/fewclue/eprstmt"));
        foreach (var split in new[] { "train", "dev" })
            File.WriteAllLines(In($"data/fewclue/eprstmt/{split}.jsonl"), Enumerable.Range(0, 10).Select(i =>
                $$"""{"sentence":"第{{i}}次购买，{{(i % 2 == 0 ? "很喜欢" : "不喜欢")}}。","label":"{{(i % 2 == 0 ? "Positive" : "Negative")}}","folds":[{{i / 2}}]}"""));
    }

    private string In(string name) => Path.Combine(_folder.Path, name);

    private static string Refusal(Action measure) => Should.Throw<EvaluationException>(measure).Message;

    private static IEnumerable<CorpusDocument> Documents(string split, int count)
    {
        for (var i = 0; i < count; i++)
            yield return new CorpusDocument
            {
                Id = $"talk-{split}-{i}",
                Source = "talk",
                Licence = "MIT",
                Split = split,
                Messages = [new("user", $"你好，我有{i}个问题。"), new("assistant", "请讲。"), new("user", "怎么睡得好？"), new("assistant", $"先听{i}遍音乐。")],
            };
        for (var i = 0; i < count; i++)
            yield return new CorpusDocument
            {
                Id = $"poem-{split}-{i}",
                Source = "poems",
                Licence = "MIT",
                Skill = "poetry",
                Split = split,
                Text = $"《第{i}首》 佚名\n{Line(split, i, 0)}，{Line(split, i, 1)}。\n{Line(split, i, 2)}，低头思故乡。",
            };
    }

    /// <summary>Five signs that no other poem has.</summary>
    private static string Line(string split, int poem, int line) => string.Concat(Enumerable.Range(0, 5).Select(i => (char)('一' + (((split.Length * 4001) + (poem * 41) + (line * 7) + i) % 15000))));
}
