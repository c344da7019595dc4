using System.Text.Json;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Platform.Model.Routes;
using Platform.Model.Serving;
using Platform.Scenarios.DocumentWriting;
using Platform.Scenarios.DocumentWriting.Evaluation;
using Platform.Testing;
using Shouldly;
using Xunit;

namespace Platform.Scenarios.Tests.DocumentWriting;

public sealed class WritingEvaluationTests
{
    [Fact]
    public async Task One_shot_generation_is_measured_beside_the_controlled_writer_also_when_the_context_is_short()
    {
        using var model = new ScriptedChatClient()
            .Fails(new PromptTooLongException("messages", promptTokens: 600, maxTokens: 1600, context: 1024))
            .Says("全市共查出隐患9999处。"); // and nothing for the writer, whose sections stay the composer's

        var report = await Evaluation(new ScriptedRoutes(model, TimeSpan.FromSeconds(30))).RunAsync([SampleBriefs.Of("notice")], _ => { }, TestContext.Current.CancellationToken);

        var figures = report.Figures;
        figures.Select(figure => figure.Way).ShouldBe(["composer", "controlled", "one-shot"]);
        var (controlled, oneShot) = (figures[1], figures[2]);
        oneShot.Unsupported.ShouldBeGreaterThan(0);
        oneShot.Complete.ShouldBe(0);
        oneShot.ByModel.ShouldBe(1);
        controlled.Unsupported.ShouldBe(0);
        controlled.Complete.ShouldBe(1);
        controlled.ByModel.ShouldBe(0);
        controlled.Length.ShouldBeGreaterThan(oneShot.Length);
    }

    [Fact]
    public async Task Without_a_model_the_composer_alone_is_measured()
    {
        var report = await Evaluation(new NoRoutes()).RunAsync([SampleBriefs.Of("notice"), SampleBriefs.Of("report")], _ => { }, TestContext.Current.CancellationToken);

        report.Briefs.Select(row => (row.Number, row.Genre, row.WordedBy.Single())).ShouldBe([(1, "notice", "engine"), (2, "report", "engine")]);
        var composer = report.Figures.ShouldHaveSingleItem();
        composer.Way.ShouldBe("composer");
        composer.Documents.ShouldBe(2);
        composer.Complete.ShouldBe(2);
        composer.Deviations.ShouldBe(0);
    }

    [Fact]
    public void The_file_holds_the_sums_of_the_table_with_their_intervals_each_brief_and_what_it_was_run_with()
    {
        using var folder = new TemporaryFolder();
        var path = Path.Combine(folder.Path, "new", "report.json");
        var report = new WritingReport(
        [
            new BriefFigures("composer", 1, "notice", 3, 800, ["engine"], 0.4, 0, 790, 98, 0, 0, true, 0, 0),
            new BriefFigures("composer", 2, "report", 4, 800, ["engine"], 0.6, 8, 810, 99, 0, 1, true, 0, 0),
            new BriefFigures("controlled", 1, "notice", 3, 800, ["scripted", "engine"], 0.5, 0, 800, 100, 0, 0, true, 0, 0.5),
        ]);

        report.WriteJson(path, new WritingRun { PlatformVersion = "1.2.3", Briefs = "briefs.jsonl", Route = ["scripted"], Weights = "abc", Similarity = "word contexts", Candidates = 3, Tries = 2 });

        using var json = JsonDocument.Parse(File.ReadAllText(path));
        var run = json.RootElement.GetProperty("run");
        run.GetProperty("route")[0].GetString().ShouldBe("scripted");
        run.GetProperty("platformVersion").GetString().ShouldBe("1.2.3");
        run.GetProperty("sectionPrompt").GetString().ShouldBe(DocumentWriter.PromptHash);
        run.GetProperty("oneShotPrompt").GetString().ShouldNotBeNullOrEmpty();
        json.RootElement.GetProperty("briefs").EnumerateArray().Select(row => row.GetProperty("unsupported").GetInt32()).ShouldBe([0, 8, 0]);
        var summed = json.RootElement.GetProperty("summed").EnumerateArray().ToList();
        summed.Select(row => row.GetProperty("way").GetString()).ShouldBe(report.Figures.Select(figures => figures.Way));
        summed[0].GetProperty("seeds").EnumerateArray().Select(seed => seed.GetInt64()).ShouldBe([3, 4]);
        summed[1].GetProperty("wordedBy").EnumerateArray().Select(model => model.GetString()).ShouldBe(["scripted", "engine"]);
        Interval(summed[0], "consistency").ShouldBe((0.5, 0.4, 0.6));
        Interval(summed[0], "unsupportedPerThousand").ShouldBe((5.0, 0.0, 9.877));
        report.ToMarkdown().ShouldContain("| composer | 800 | 2 | 0.500 | 5.00 | 98.5 | 0 | 1 | 2 | 0 |");
    }

    private static (double Value, double Low, double High) Interval(JsonElement summed, string name)
    {
        var figure = summed.GetProperty(name);
        return (Rounded("value"), Rounded("low"), Rounded("high"));

        double Rounded(string part) => Math.Round(figure.GetProperty(part).GetDouble(), 3);
    }

    private static WritingEvaluation Evaluation(IModelRoutes routes) => new(
        new DocumentWriter(routes, Options.Create(new DocumentWritingOptions { Candidates = 1, Tries = 1 }), TimeProvider.System, NullLogger<DocumentWriter>.Instance),
        routes, (_, _, _) => Task.FromResult(0.5));
}
