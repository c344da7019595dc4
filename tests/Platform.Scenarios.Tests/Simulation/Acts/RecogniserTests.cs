using Platform.Scenarios.Simulation.Acts;
using Shouldly;
using Xunit;

namespace Platform.Scenarios.Tests.Simulation.Acts;

public sealed class RecogniserTests
{
    [Theory]
    [InlineData("zh", "z")]
    [InlineData("zh", "嗯呢")]
    [InlineData("zh", "zxcv")]
    [InlineData("en", "z")]
    [InlineData("en", "zxcv")]
    public void What_says_nothing_shows_no_act(string lang, string text) =>
        Recognisers.Shipped().Recognise(text, ActCodes.CommunityFamily, lang).Select(act => act.Act).ShouldBeEmpty();

    [Theory]
    [InlineData("zh", "我是社区的小李，明天下午三点前给您回电话。", ActCodes.Deadline)]
    [InlineData("en", "I will call you back by three tomorrow afternoon.", ActCodes.Deadline)]
    public void What_is_promised_for_a_time_is_a_deadline(string lang, string text, string act) =>
        Recognisers.Shipped().Recognise(text, ActCodes.CommunityFamily, lang).ShouldContain(seen => seen.Act == act);
}
