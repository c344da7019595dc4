using System.Collections.Concurrent;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Platform.Data;
using Platform.Data.Conversations;
using Platform.Scenarios.Conversations;
using Platform.Scenarios.Conversations.HandOver;
using Platform.Scenarios.Turns;
using Platform.Testing;
using Shouldly;
using Xunit;

namespace Platform.Scenarios.Tests.Conversations;

public sealed class HandOverTests
{
    private static readonly Guid Anna = Guid.CreateVersion7();
    private static readonly Guid Berta = Guid.CreateVersion7();

    [Fact]
    public async Task A_person_takes_over_answers_and_hands_back_and_a_page_sees_every_turn()
    {
        await using var host = new TestHost(("Conversations:Scenario", "channel-check"));
        await HearAsync(host, "hello");
        var id = await ConversationAsync(host);
        var seen = new ConcurrentQueue<KeptTurn>();
        await using var following = await Send(host, new FollowConversation(id, turn =>
        {
            seen.Enqueue(turn);
            return Task.CompletedTask;
        }));

        (await Send(host, new TakeOver(id, Anna))).ShouldBe(SayOutcome.Done);
        (await Send(host, new ListHandOvers())).ShouldHaveSingleItem().HandledById.ShouldBe(Anna);
        (await Send(host, new SayInPerson(id, Berta, "me too"))).ShouldBe(SayOutcome.NotYours);
        (await Send(host, new SayInPerson(id, Anna, "Anna here"))).ShouldBe(SayOutcome.Done);
        await HearAsync(host, "are you a bot?");
        (await Send(host, new HandBack(id, Anna))).ShouldBe(SayOutcome.Done);
        await HearAsync(host, "bot again");

        await EventuallyAsync(() => seen.Any(t => t.Speaker == Speaker.Bot && Reply.FromJson(t.Content).Text == "bot again"));
        seen.Where(t => t.Speaker == Speaker.Person).Select(t => Reply.FromJson(t.Content).Text).ShouldBe(["Anna here"]);
        seen.ShouldNotContain(t => t.Speaker == Speaker.Bot && Reply.FromJson(t.Content).Text == "are you a bot?");
        (await Send(host, new ListHandOvers())).ShouldBeEmpty();
    }

    [Fact]
    public async Task Acts_of_a_person_are_audited_and_an_unknown_conversation_is_said_so()
    {
        await using var host = new TestHost(("Conversations:Scenario", "channel-check"));
        await HearAsync(host, "hello");
        var id = await ConversationAsync(host);

        await Send(host, new TakeOver(id, Anna));
        await Send(host, new SayInPerson(id, Anna, "a private word"));

        (await Send(host, new TakeOver(Guid.NewGuid(), Anna))).ShouldBe(SayOutcome.NoSuchConversation);
        await using var scope = host.Services.CreateAsyncScope();
        var entries = await scope.ServiceProvider.GetRequiredService<PlatformDbContext>().AuditEntries.Where(e => e.AccountId == Anna).OrderBy(e => e.Id).ToListAsync(TestContext.Current.CancellationToken);
        entries.Select(e => e.Act).ShouldBe(["handover.take", "handover.say"]);
        entries.ShouldAllBe(e => !$"{e.Subject} {e.Figures}".Contains("private"));
    }

    [Theory]
    [InlineData("talk to a person", "person")]
    [InlineData("转人工", "人工")]
    public async Task Whoever_waits_too_long_is_told_that_nobody_is_free_and_gets_the_bot_back(string asks, string toldHow)
    {
        var clock = new JumpingClock();
        await using var host = new TestHost(("Conversations:PersonWithin", "00:10:00")) { Replace = services => services.AddSingleton<TimeProvider>(clock) };
        await HearAsync(host, asks);
        await EventuallyAsync(async () => (await Send(host, new ListHandOvers())).Count == 1);

        clock.Off = TimeSpan.FromMinutes(9);
        (await Send(host, new EndWaits())).ShouldBe(0);
        clock.Off = TimeSpan.FromMinutes(11);
        (await Send(host, new EndWaits())).ShouldBe(1);
        (await Send(host, new EndWaits())).ShouldBe(0);

        (await Send(host, new ListHandOvers())).ShouldBeEmpty();
        var last = (await Send(host, new ReadTurns("test", "c1", 0, 100)))![^1];
        (last.Speaker, last.Kind).ShouldBe((Speaker.Bot, "message"));
        Reply.FromJson(last.Content).Text.ShouldNotBeNull().ShouldContain(toldHow);
        await HearAsync(host, asks);
        await EventuallyAsync(async () => (await Send(host, new ListHandOvers())).Count == 1);
    }

    [Fact]
    public async Task Whom_somebody_answers_does_not_wait_any_more()
    {
        var clock = new JumpingClock();
        await using var host = new TestHost(("Conversations:PersonWithin", "00:10:00")) { Replace = services => services.AddSingleton<TimeProvider>(clock) };
        await HearAsync(host, "talk to a person");
        await EventuallyAsync(async () => (await Send(host, new ListHandOvers())).Count == 1);
        await Send(host, new TakeOver(await ConversationAsync(host), Anna));

        clock.Off = TimeSpan.FromHours(2);

        (await Send(host, new EndWaits())).ShouldBe(0);
        (await Send(host, new ListHandOvers())).ShouldHaveSingleItem().HandledById.ShouldBe(Anna);
    }

    private static Task<HearOutcome> HearAsync(TestHost host, string text) => Send(host, new HearActivity("test", "c1", new Heard("message", text) { Content = "{}" }));

    private static async Task<Guid> ConversationAsync(TestHost host)
    {
        await using var scope = host.Services.CreateAsyncScope();
        return (await scope.ServiceProvider.GetRequiredService<PlatformDbContext>().Conversations.Select(c => new { c.Id }).SingleAsync(TestContext.Current.CancellationToken)).Id.Value;
    }

    private static Task EventuallyAsync(Func<bool> condition) => EventuallyAsync(() => Task.FromResult(condition()));

    private static async Task EventuallyAsync(Func<Task<bool>> condition)
    {
        for (var attempt = 0; attempt < 200 && !await condition(); attempt++)
            await Task.Delay(50, TestContext.Current.CancellationToken);
        (await condition()).ShouldBeTrue();
    }

    private static Task<T> Send<T>(TestHost host, IRequest<T> message) => host.Services.GetRequiredService<IMediator>().Send(message, TestContext.Current.CancellationToken);
}
