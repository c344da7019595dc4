using Microsoft.Extensions.DependencyInjection;
using Platform.Data.Conversations;
using Platform.Scenarios.Accounts.Links;
using Platform.Scenarios.Turns;
using Shouldly;
using Xunit;

namespace Platform.Scenarios.Tests.Accounts.Links;

public sealed class LinkScenarioTests
{
    [Theory]
    [InlineData("绑定 7KQM2-XPD4R", true)]
    [InlineData("绑定：7kqm2xpd4r", true)]
    [InlineData(" Link 7KQM2-XPD4R. ", true)]
    [InlineData("link ABCDE-FGHJ2", true)]
    [InlineData("解除绑定", true)]
    [InlineData("Unlink", true)]
    [InlineData("绑定", false)]
    [InlineData("绑定手机号", false)]
    [InlineData("绑定 13800138000", false)]
    [InlineData("怎么绑定 7KQM2-XPD4R？", false)]
    [InlineData("link after-hours", false)]
    [InlineData("link downloading", false)]
    [InlineData("How do I link my account?", false)]
    [InlineData("unlink my card", false)]
    public void Only_a_code_or_the_wish_to_be_unlinked_is_for_it(string said, bool isInvited)
    {
        using var services = new ServiceCollection().BuildServiceProvider();
        var dialogue = new Dialogue(ConversationId.New(), "directline", null, "dl_anna", [], new Heard("message", said) { Content = "{}" });

        new LinkScenario(services.GetRequiredService<IServiceScopeFactory>()).IsInvited(dialogue).ShouldBe(isInvited);
    }

    [Fact]
    public void Every_code_that_is_made_can_be_said()
    {
        using var services = new ServiceCollection().BuildServiceProvider();
        var scenario = new LinkScenario(services.GetRequiredService<IServiceScopeFactory>());

        Enumerable.Range(0, 200).Select(_ => LinkCodes.New())
            .Where(code => !scenario.IsInvited(new Dialogue(ConversationId.New(), "directline", null, "dl_anna", [], new Heard("message", $"link {code.Replace("-", "", StringComparison.Ordinal)}") { Content = "{}" })))
            .ShouldBeEmpty();
    }
}
