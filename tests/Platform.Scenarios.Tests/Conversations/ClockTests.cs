using MediatR;
using Microsoft.Extensions.DependencyInjection;
using Platform.Data.Conversations;
using Platform.Scenarios.Conversations;
using Platform.Scenarios.Turns;
using Platform.Testing;
using Shouldly;
using Xunit;

namespace Platform.Scenarios.Tests.Conversations;

/// <summary>Somebody sets the machine's clock: order and answers do not depend on it.</summary>
public sealed class ClockTests
{
    [Fact]
    public async Task Turns_keep_their_order_and_are_answered_once_while_the_clock_jumps_forward_and_back()
    {
        var clock = new JumpingClock();
        await using var host = new TestHost(("Conversations:Scenario", "channel-check")) { Replace = services => services.AddSingleton<TimeProvider>(clock) };
        TimeSpan[] jumps = [TimeSpan.Zero, TimeSpan.FromDays(400), TimeSpan.FromDays(-400), TimeSpan.FromHours(2), TimeSpan.FromSeconds(-30)];

        foreach (var jump in jumps)
        {
            clock.Off = jump;
            (await HearAsync(host, $"at {jump}", $"{jump}")).ShouldBeOfType<HearOutcome.Accepted>();
            (await HearAsync(host, $"at {jump}", $"{jump}")).ShouldBeOfType<HearOutcome.Duplicate>();
        }

        var turns = await AnsweredAsync(host, jumps.Length);
        turns.Where(t => t.Speaker == Speaker.User).Select(t => t.ActivityId).ShouldBe(jumps.Select(jump => $"{jump}"));
        turns.Where(t => t.Speaker == Speaker.Bot).Select(t => Reply.FromJson(t.Content).Text).ShouldBe(jumps.Select(jump => $"at {jump}"));
        turns.Select(t => t.Sequence).ShouldBe(Enumerable.Range(1, jumps.Length * 2));
    }

    [Fact]
    public async Task What_is_owed_is_answered_after_a_restart_with_the_clock_set_back()
    {
        using var folder = new TemporaryFolder();
        (string, string?)[] settings = [("Conversations:Scenario", "channel-check"), (TestHost.DataFolderKey, folder.Path)];
        await using (var first = new TestHost(settings))
        {
            first.Services.GetRequiredService<RunningTurns>().FinishAsync(CancellationToken.None).IsCompleted.ShouldBeTrue(); // nothing begins any more
            (await HearAsync(first, "owed", "1")).ShouldBeOfType<HearOutcome.Accepted>();
        }

        var clock = new JumpingClock { Off = TimeSpan.FromDays(-2) };
        await using var second = new TestHost(settings) { Replace = services => services.AddSingleton<TimeProvider>(clock) };
        _ = second.Server;
        (await AnsweredAsync(second, 1)).Select(t => t.Speaker).ShouldBe([Speaker.User, Speaker.Bot]);
    }

    private static async Task<HearOutcome> HearAsync(TestHost host, string text, string id)
    {
        await using var scope = host.Services.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<IMediator>().Send(
            new HearActivity("test", "c1", new Heard("message", text) { ActivityId = id, Content = "{}" }), TestContext.Current.CancellationToken);
    }

    private static async Task<IReadOnlyList<KeptTurn>> AnsweredAsync(TestHost host, int answers)
    {
        for (var attempt = 0; attempt < 400; attempt++)
        {
            await using var scope = host.Services.CreateAsyncScope();
            var turns = await scope.ServiceProvider.GetRequiredService<IMediator>().Send(new ReadTurns("test", "c1", 0, 100), TestContext.Current.CancellationToken) ?? [];
            if (turns.Count(t => t.Speaker == Speaker.Bot) >= answers)
                return turns;
            await Task.Delay(50, TestContext.Current.CancellationToken);
        }

        throw new TimeoutException($"There were no {answers} answers within 20 s.");
    }
}
