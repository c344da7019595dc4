using Platform.Scenarios.Safety;
using Shouldly;
using Xunit;

namespace Platform.Scenarios.Tests.Safety;

public sealed class CrisisSignalsTests
{
    private static readonly CrisisSignals Signals = CrisisSignals.Shipped();

    [Theory]
    [InlineData("我真的不想活了，每天都想死。")]
    [InlineData("安眠药我已经攒够了，遗书也写好了。")]
    [InlineData("I don't want to live any more.")]
    [InlineData("I have saved up enough pills.")]
    public void A_cry_for_help_is_heard(string text) => (Signals.Look(text).IsSign || Signals.Look(text).Acute).ShouldBeTrue();

    [Theory]
    [InlineData("最近工作好累，想休息几天。")]
    [InlineData("这个笑话笑死我了。")]
    [InlineData("程序里有个死循环。")]
    [InlineData("The deadline is killing my weekend.")]
    public void What_only_looks_like_it_is_left_alone(string text) => Signals.Look(text).IsSign.ShouldBeFalse();
}
