using MediatR;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Platform.Data;
using Platform.Data.Conversations;
using Platform.Scenarios.Conversations;
using Platform.Scenarios.Turns;
using Platform.Testing;
using Shouldly;
using Xunit;

namespace Platform.Scenarios.Tests.Conversations;

public sealed class ConversationTests
{
    private static readonly (string, string?)[] Echo = [("Conversations:Scenario", "channel-check")];

    [Fact]
    public async Task A_message_is_kept_and_answered_in_order()
    {
        await using var host = new TestHost(Echo);

        foreach (var text in new[] { "one", "two", "three" })
            (await Hear(host, text)).ShouldBeOfType<HearOutcome.Accepted>();

        var turns = await Eventually(host, turns => turns.Count(t => t.Speaker == Speaker.Bot) == 3);
        turns.Where(t => t.Speaker == Speaker.Bot).Select(t => Reply.FromJson(t.Content).Text).ShouldBe(["one", "two", "three"]);
    }

    [Fact]
    public async Task An_activity_that_was_seen_is_not_answered_twice_also_after_a_restart()
    {
        var folder = Directory.CreateTempSubdirectory("platform-test-").FullName;
        await using (var first = new TestHost([.. Echo, (TestHost.DataFolderKey, folder)]))
        {
            await Hear(first, "hello", "id-1");
            (await Hear(first, "hello", "id-1")).ShouldBeOfType<HearOutcome.Duplicate>();
            await Eventually(first, turns => turns.Count == 2);
        }

        await using (var second = new TestHost([.. Echo, (TestHost.DataFolderKey, folder)]))
        {
            (await Hear(second, "hello", "id-1")).ShouldBeOfType<HearOutcome.Duplicate>();
            (await Hear(second, "again", "id-2")).ShouldBeOfType<HearOutcome.Accepted>();
            var turns = await Eventually(second, turns => turns.Count(t => t.Speaker == Speaker.Bot) == 2);
            turns.Count.ShouldBe(4);
        }

        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task A_failing_turn_is_told_to_the_person_and_the_next_one_runs()
    {
        await using var host = new TestHost(Echo);

        await Hear(host, "check error");
        await Hear(host, "still there?");

        var turns = await Eventually(host, turns => turns.Count == 4);
        var replies = turns.Where(t => t.Speaker == Speaker.Bot).Select(t => Reply.FromJson(t.Content).Text).ToList();
        replies[0].ShouldNotBeNull().ShouldContain("went wrong");
        replies[1].ShouldBe("still there?");
    }

    [Fact]
    public async Task While_a_person_answers_the_bot_is_silent_and_afterwards_it_answers_again()
    {
        await using var host = new TestHost(Echo);
        var person = Guid.NewGuid();
        var grain = host.Services.GetRequiredService<IGrainFactory>().GetGrain<IConversationGrain>(ConversationKey.Of("test", "c1"));
        (await grain.TakeOver(person)).ShouldBe(SayOutcome.NoSuchConversation);
        await Hear(host, "first");
        await Eventually(host, turns => turns.Count == 2);

        (await grain.Say(person, "too early")).ShouldBe(SayOutcome.NotYours);
        (await grain.TakeOver(person)).ShouldBe(SayOutcome.Done);
        (await grain.TakeOver(Guid.NewGuid())).ShouldBe(SayOutcome.NotYours);
        await Hear(host, "to the person");
        (await grain.Say(person, "I am a person")).ShouldBe(SayOutcome.Done);
        (await grain.HandBack(person)).ShouldBe(SayOutcome.Done);
        await Hear(host, "to the bot");

        var turns = await Eventually(host, turns => turns.Count == 6);
        turns.Select(t => t.Speaker).ShouldBe([Speaker.User, Speaker.Bot, Speaker.User, Speaker.Person, Speaker.User, Speaker.Bot]);
    }

    [Fact]
    public async Task Replies_are_delivered_in_order_and_what_could_not_be_sent_is_sent_after_a_restart()
    {
        var folder = Directory.CreateTempSubdirectory("platform-test-").FullName;
        var broken = new RecordingChannel();
        broken.FailNext(1000);
        await using (var first = new TestHost([.. Echo, (TestHost.DataFolderKey, folder)]) { Replace = services => services.Insert(0, ServiceDescriptor.Singleton<IReplyChannel>(broken)) })
        {
            await Hear(first, "one", "id-1", "recording");
            await Hear(first, "two", "id-2", "recording");
            await Eventually(first, turns => turns.Count == 4, "recording");
        }

        var working = new RecordingChannel();
        await using (var second = new TestHost([.. Echo, (TestHost.DataFolderKey, folder)]) { Replace = services => services.Insert(0, ServiceDescriptor.Singleton<IReplyChannel>(working)) })
        {
            await Hear(second, "three", "id-3", "recording");
            await Until(() => working.Sent.Count == 3);
            await Until(async () => await InState(second, TurnState.Pending) == 0);
        }

        working.Sent.Select(r => r.Reply.Text).ShouldBe(["one", "two", "three"]);
        working.Sent.Select(r => r.InReplyTo).ShouldBe(["id-1", "id-2", "id-3"]);
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task What_could_not_be_sent_is_sent_later_without_a_restart_or_a_further_message()
    {
        var clock = new FakeTimeProvider(DateTimeOffset.UtcNow);
        var channel = new RecordingChannel();
        channel.FailNext(1);
        await using var host = new TestHost(Echo)
        {
            Replace = services =>
            {
                services.AddSingleton<TimeProvider>(clock);
                services.Insert(0, ServiceDescriptor.Singleton<IReplyChannel>(channel));
            },
        };
        await Hear(host, "one", "id-1", "recording");
        await Eventually(host, turns => turns.Count == 2, "recording");

        await Until(() =>
        {
            clock.Advance(TimeSpan.FromSeconds(10));
            return channel.Sent.Count == 1;
        });

        channel.Sent.Single().InReplyTo.ShouldBe("id-1");
        await Until(async () => await InState(host, TurnState.Pending) == 0);
    }

    [Fact]
    public async Task An_accepted_but_unanswered_turn_is_answered_after_a_restart_without_a_further_message()
    {
        var folder = Directory.CreateTempSubdirectory("platform-test-").FullName;
        var conversation = new Conversation { Channel = "test", ChannelConversationId = "c1", Scenario = "channel-check", StartedAt = DateTimeOffset.UtcNow };
        await using (var first = new TestHost([.. Echo, (TestHost.DataFolderKey, folder)]))
        {
            await using var db = await first.Services.GetRequiredService<IDbContextFactory<PlatformDbContext>>().CreateDbContextAsync(TestContext.Current.CancellationToken);
            db.Add(conversation); // as a process that was killed between acknowledging and answering leaves it
            db.Add(new Turn { ConversationId = conversation.Id, Sequence = 1, Speaker = Speaker.User, Kind = "message", Text = "are you there?", Content = "{}", At = DateTimeOffset.UtcNow, State = TurnState.Accepted });
            await db.SaveChangesAsync(TestContext.Current.CancellationToken);
        }

        await using (var second = new TestHost([.. Echo, (TestHost.DataFolderKey, folder)]))
        {
            var turns = await Eventually(second, turns => turns.Count == 2);
            Reply.FromJson(turns[1].Content).Text.ShouldBe("are you there?");
            turns[1].InReplyTo.ShouldBe(1);
        }

        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task Whoever_waits_for_the_replies_gets_them_and_they_are_not_sent()
    {
        var channel = new RecordingChannel();
        await using var host = new TestHost(Echo) { Replace = services => services.Insert(0, ServiceDescriptor.Singleton<IReplyChannel>(channel)) };

        var outcome = await Hear(host, "check multi", "id-1", "recording", wait: true);

        outcome.ShouldBeOfType<HearOutcome.Accepted>().Replies.Select(r => Reply.FromJson(r.Content).Text).ShouldBe(["multi 1", "multi 2", "multi 3"]);
        channel.Sent.ShouldBeEmpty();
    }

    [Fact]
    public async Task Conversations_run_side_by_side()
    {
        await using var host = new TestHost(Echo);

        var slow = Hear(host, "check slow", "slow", "test", wait: true);
        var quick = await Hear(host, "quick", "quick", "other", wait: true);

        slow.IsCompleted.ShouldBeFalse();
        quick.ShouldBeOfType<HearOutcome.Accepted>().Replies.Count.ShouldBe(1);
        (await slow).ShouldBeOfType<HearOutcome.Accepted>().Replies.Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_turn_that_takes_too_long_ends_with_a_word()
    {
        await using var host = new TestHost([.. Echo, ("Conversations:TurnTimeLimit", "00:00:01")]);

        var outcome = await Hear(host, "check slow", "id-1", wait: true);

        Reply.FromJson(outcome.ShouldBeOfType<HearOutcome.Accepted>().Replies.Single().Content).Text.ShouldNotBeNull().ShouldContain("went wrong");
    }

    private static async Task<HearOutcome> Hear(TestHost host, string text, string? id = null, string channel = "test", bool wait = false)
    {
        await using var scope = host.Services.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<IMediator>().Send(
            new HearActivity(channel, "c1", new Heard("message", text) { ActivityId = id, Content = "{}" }, wait),
            TestContext.Current.CancellationToken);
    }

    private static async Task<int> InState(TestHost host, TurnState state)
    {
        await using var db = await host.Services.GetRequiredService<IDbContextFactory<PlatformDbContext>>().CreateDbContextAsync(TestContext.Current.CancellationToken);
        return await db.Turns.CountAsync(t => t.State == state, TestContext.Current.CancellationToken);
    }

    private static async Task<IReadOnlyList<KeptTurn>> Eventually(TestHost host, Func<IReadOnlyList<KeptTurn>, bool> condition, string channel = "test")
    {
        IReadOnlyList<KeptTurn> turns = [];
        await Until(async () =>
        {
            await using var scope = host.Services.CreateAsyncScope();
            turns = await scope.ServiceProvider.GetRequiredService<IMediator>().Send(new ReadTurns(channel, "c1", 0, 100), TestContext.Current.CancellationToken) ?? [];
            return condition(turns);
        });
        return turns;
    }

    private static Task Until(Func<bool> condition) => Until(() => Task.FromResult(condition()));

    private static async Task Until(Func<Task<bool>> condition)
    {
        for (var attempt = 0; attempt < 400; attempt++)
        {
            if (await condition())
                return;
            await Task.Delay(50, TestContext.Current.CancellationToken);
        }

        throw new TimeoutException("The expected state did not come within 20 s.");
    }
}
