using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Platform.Data;
using Platform.Scenarios.Conversations;
using Platform.Scenarios.Turns;
using Platform.Testing;
using Shouldly;
using Xunit;

namespace Platform.Scenarios.Tests.Conversations;

public sealed class PressRulesTests
{
    [Theory]
    [InlineData("a/b", "c1")]
    [InlineData("a-channel-whose-name-is-longer-than-the-sixty-four-signs-of-its-column", "c1")]
    [InlineData("test", "")]
    public async Task A_press_that_names_no_channel_or_conversation_is_refused_and_nothing_is_kept(string channel, string conversation)
    {
        await using var host = new TestHost(("Conversations:Scenario", "channel-check"));
        var press = new PressInConversation(channel, conversation, new Heard("invoke", null) { Content = "{}" }, "checkSave", "{}");

        await Should.ThrowAsync<ValidationException>(() => host.Services.GetRequiredService<IMediator>().Send(press, TestContext.Current.CancellationToken));

        await using var db = await host.Services.GetRequiredService<IDbContextFactory<PlatformDbContext>>().CreateDbContextAsync(TestContext.Current.CancellationToken);
        (await db.Conversations.CountAsync(TestContext.Current.CancellationToken)).ShouldBe(0);
    }
}
