using System.Collections.Concurrent;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
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
    private static readonly Guid Clara = Guid.CreateVersion7();

    [Fact]
    public async Task A_person_takes_over_answers_and_hands_back_and_a_page_sees_every_turn()
    {
        await using var host = new TestHost(("Conversations:Scenario", "channel-check"));
        await HearAsync(host, "hello");
        var id = await ConversationAsync(host);
        var seen = new ConcurrentQueue<KeptTurn>();
        await using var following = await Send(host, new FollowConversation(id, turn =>
        {
            if (turn is not null)
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

    [Fact]
    public async Task A_colleague_takes_over_from_the_one_whom_they_saw_attending_and_from_nobody_else()
    {
        await using var host = new TestHost(("Conversations:Scenario", "channel-check"));
        await HearAsync(host, "hello");
        var id = await ConversationAsync(host);
        await Send(host, new TakeOver(id, Anna));

        (await Send(host, new TakeOver(id, Berta))).ShouldBe(SayOutcome.NotYours);
        (await Send(host, new TakeOver(id, Berta, From: Anna))).ShouldBe(SayOutcome.Done);
        (await Send(host, new TakeOver(id, Clara, From: Anna))).ShouldBe(SayOutcome.NotYours);
        (await Send(host, new SayInPerson(id, Anna, "still me"))).ShouldBe(SayOutcome.NotYours);
        (await Send(host, new ReadAttendant(id))).ShouldNotBeNull().Account.ShouldBe(Berta);
        (await Send(host, new HandBack(id, Berta))).ShouldBe(SayOutcome.Done);
        (await Send(host, new ReadAttendant(id))).ShouldBeNull();

        await using var scope = host.Services.CreateAsyncScope();
        var entries = await scope.ServiceProvider.GetRequiredService<PlatformDbContext>().AuditEntries.Where(e => e.AccountId == Berta).OrderBy(e => e.Id).ToListAsync(TestContext.Current.CancellationToken);
        entries.Select(e => e.Act).ShouldBe(["handover.take-from", "handover.back"]);
        entries[0].Figures.ShouldNotBeNull().ShouldContain(Anna.ToString());
    }

    [Fact]
    public async Task The_bot_keeps_its_answer_to_itself_when_somebody_takes_over_while_it_is_made()
    {
        var ready = new TaskCompletionSource();
        var scenario = new QuotingScenario { Ready = ready.Task, HandsOver = true };
        await using var host = scenario.Host();
        await HearAsync(host, "hello");
        await EventuallyAsync(() => scenario.Asked.Count == 1);
        await Send(host, new TakeOver(await ConversationAsync(host), Anna));

        ready.SetResult();
        await EventuallyAsync(() => NothingIsOwedAsync(host));

        (await Send(host, new ReadTurns("test", "c1", 0, 100)))!.Select(t => t.Speaker).ShouldBe([Speaker.User]);
        (await Send(host, new ListHandOvers())).ShouldHaveSingleItem().HandledById.ShouldBe(Anna);
    }

    [Fact]
    public void A_hand_over_does_not_queue_again_whom_a_person_attends()
    {
        var conversation = SampleTurns.Conversation();
        (conversation.Handling, conversation.HandledBy) = (Handling.Person, Anna);

        conversation.TakeReplies([], handedOver: true, DateTimeOffset.UnixEpoch);

        (conversation.Handling, conversation.HandoverAskedAt).ShouldBe((Handling.Person, null));
    }

    [Fact]
    public async Task Help_lines_are_named_also_while_a_person_attends_and_nothing_else_is_said()
    {
        await using var host = new TestHost(("Conversations:Scenario", "channel-check"));
        await HearAsync(host, "hello");
        await EventuallyAsync(() => NothingIsOwedAsync(host));
        await Send(host, new TakeOver(await ConversationAsync(host), Anna));

        await HearAsync(host, "我不想活了，我已经买好了安眠药。");
        await HearAsync(host, "谢谢");
        await EventuallyAsync(() => NothingIsOwedAsync(host));

        var turns = (await Send(host, new ReadTurns("test", "c1", 0, 100)))!;
        var said = turns.Where(t => t.Speaker == Speaker.Bot).Select(t => Reply.FromJson(t.Content).Text).ToList();
        said.Count.ShouldBe(2);
        said[1].ShouldNotBeNull().ShouldContain("12356");
        (await Send(host, new ListHandOvers())).ShouldHaveSingleItem().HandledById.ShouldBe(Anna);
    }

    [Fact]
    public async Task Who_follows_a_conversation_is_told_again_and_again_to_look_also_after_a_look_that_failed()
    {
        var clock = new FakeTimeProvider(DateTimeOffset.UtcNow);
        await using var host = new TestHost(("Conversations:Scenario", "channel-check")) { Replace = services => services.AddSingleton<TimeProvider>(clock) };
        await HearAsync(host, "hello");
        var looks = 0;
        await using var following = await Send(host, new FollowConversation(await ConversationAsync(host), turn =>
            turn is null && Interlocked.Increment(ref looks) == 1 ? throw new InvalidOperationException("The database is busy.") : Task.CompletedTask));

        for (var look = 1; look <= 2; look++)
        {
            clock.Advance(TimeSpan.FromSeconds(15));
            await EventuallyAsync(() => Volatile.Read(ref looks) == look);
        }
    }

    private static async Task<bool> NothingIsOwedAsync(TestHost host)
    {
        await using var scope = host.Services.CreateAsyncScope();
        return !await scope.ServiceProvider.GetRequiredService<PlatformDbContext>().Turns.AnyAsync(t => t.State == TurnState.Accepted, TestContext.Current.CancellationToken);
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
