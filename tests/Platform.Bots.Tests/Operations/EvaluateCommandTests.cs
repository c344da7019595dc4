using Platform.Bots.Operations.Commands;
using Platform.Scenarios.Knowledge;
using Platform.Scenarios.Knowledge.Search;
using Shouldly;
using Xunit;

namespace Platform.Bots.Tests.Operations;

public sealed class EvaluateCommandTests
{
    [Fact]
    public void What_is_measured_without_a_word_is_the_search_that_the_bot_has()
    {
        var options = new KnowledgeOptions();

        EvaluateCommand.EncoderFor(null, options)!.Name.ShouldBe(DenseEncoder.Open(options.Encoder)!.Name);
        EvaluateCommand.EncoderFor(null, new KnowledgeOptions { Encoder = "" }).ShouldBeNull();
        EvaluateCommand.EncoderFor("none", options).ShouldBeNull();
        EvaluateCommand.EncoderFor(Path.Combine(AppContext.BaseDirectory, options.Encoder), options).ShouldNotBeNull();
    }
}
