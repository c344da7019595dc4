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

        var figures = await Evaluation(new ScriptedRoutes(model, TimeSpan.FromSeconds(30))).RunAsync([SampleBriefs.Of("notice")], _ => { }, TestContext.Current.CancellationToken);

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
        var figures = await Evaluation(new NoRoutes()).RunAsync([SampleBriefs.Of("notice"), SampleBriefs.Of("report")], _ => { }, TestContext.Current.CancellationToken);

        var composer = figures.ShouldHaveSingleItem();
        composer.Way.ShouldBe("composer");
        composer.Documents.ShouldBe(2);
        composer.Complete.ShouldBe(2);
        composer.Deviations.ShouldBe(0);
    }

    private static WritingEvaluation Evaluation(IModelRoutes routes) => new(
        new DocumentWriter(routes, Options.Create(new DocumentWritingOptions { Candidates = 1, Tries = 1 }), TimeProvider.System, NullLogger<DocumentWriter>.Instance),
        routes, (_, _, _) => Task.FromResult(0.5));
}
