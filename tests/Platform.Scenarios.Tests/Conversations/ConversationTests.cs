using MediatR;
using Microsoft.Extensions.DependencyInjection;
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

    private static async Task<HearOutcome> Hear(TestHost host, string text, string? id = null)
    {
        await using var scope = host.Services.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<IMediator>().Send(
            new HearActivity("test", "c1", new Heard("message", text) { ActivityId = id, Content = "{}" }),
            TestContext.Current.CancellationToken);
    }

    private static async Task<IReadOnlyList<KeptTurn>> Eventually(TestHost host, Func<IReadOnlyList<KeptTurn>, bool> condition)
    {
        for (var attempt = 0; attempt < 200; attempt++)
        {
            await using var scope = host.Services.CreateAsyncScope();
            var turns = await scope.ServiceProvider.GetRequiredService<IMediator>().Send(new ReadTurns("test", "c1", 0, 100), TestContext.Current.CancellationToken) ?? [];
            if (condition(turns))
                return turns;
            await Task.Delay(50, TestContext.Current.CancellationToken);
        }

        throw new TimeoutException("The conversation did not come to the expected state within 10 s.");
    }
}
