using System.Text.Json;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Platform.Data;
using Platform.Data.Conversations;
using Platform.Scenarios.Conversations;
using Platform.Scenarios.Reviews;
using Platform.Scenarios.Turns;
using Platform.Testing;
using Shouldly;
using Xunit;

namespace Platform.Scenarios.Tests.Conversations;

/// <summary>A person edits or removes in their channel what they said.</summary>
public sealed class MessageChangesTests
{
    [Fact]
    public async Task What_was_removed_is_kept_with_no_answer_and_shown_to_no_scenario_any_more()
    {
        var scenario = new QuotingScenario();
        await using var host = scenario.Host();
        await HearAsync(host, "my secret", "m1");
        await AnsweredAsync(host, 1);

        (await Send(host, new EraseMessage("test", "c1", "m1"))).ShouldBe(EraseOutcome.Erased);

        scenario.Erased.ShouldHaveSingleItem().Words.ShouldBe(["my secret"]); // for whoever kept them elsewhere
        await NothingHoldsTheSecretAsync(host, scenario);
    }

    [Fact]
    public async Task What_was_removed_while_it_was_being_answered_does_not_come_back_with_the_answer()
    {
        var ready = new TaskCompletionSource();
        var scenario = new QuotingScenario { Ready = ready.Task };
        await using var host = scenario.Host();
        await HearAsync(host, "my secret", "m1");
        await UntilAsync(() => Task.FromResult(scenario.Asked.Count == 1));

        (await Send(host, new EraseMessage("test", "c1", "m1"))).ShouldBe(EraseOutcome.Erased);
        ready.SetResult();
        await AnsweredAsync(host, 1);

        await NothingHoldsTheSecretAsync(host, scenario);
    }

    [Fact]
    public async Task What_later_answers_carry_on_of_a_removed_message_goes_with_it()
    {
        var scenario = new QuotingScenario { Carried = """{"memory":[{"kind":0,"words":"secret"}]}""" };
        await using var host = scenario.Host();
        await HearAsync(host, "my secret", "m1");
        await HearAsync(host, "and?", "m0");
        await AnsweredAsync(host, 2);
        scenario.Carried = null;

        (await Send(host, new EraseMessage("test", "c1", "m1"))).ShouldBe(EraseOutcome.Erased);

        await HearAsync(host, "next", "m2");
        await AnsweredAsync(host, 3);
        (await TurnsAsync(host)).ShouldAllBe(turn => !$"{turn.Text} {turn.Content} {turn.Details}".Contains("secret", StringComparison.Ordinal));
        scenario.Asked.Last().Recent.ShouldAllBe(line => line.Details == null || !line.Details.Contains("secret", StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_answer_that_is_being_made_while_an_earlier_message_is_removed_carries_nothing_of_it_on()
    {
        var ready = new TaskCompletionSource();
        var scenario = new QuotingScenario { Carried = """{"memory":[{"kind":0,"words":"secret"}]}""" };
        await using var host = scenario.Host();
        await HearAsync(host, "my secret", "m1");
        await AnsweredAsync(host, 1);
        scenario.Ready = ready.Task;
        await HearAsync(host, "and?", "m0");
        await UntilAsync(() => Task.FromResult(scenario.Asked.Count == 2));

        (await Send(host, new EraseMessage("test", "c1", "m1"))).ShouldBe(EraseOutcome.Erased);
        ready.SetResult();
        await AnsweredAsync(host, 2);

        scenario.Carried = null;
        await NothingHoldsTheSecretAsync(host, scenario, answers: 3);
    }

    [Fact]
    public async Task An_edited_message_reads_as_it_was_edited_for_scenarios_and_reviewers_also_after_a_restart()
    {
        using var folder = new TemporaryFolder();
        var scenario = new QuotingScenario();
        await using (var first = scenario.Host((TestHost.DataFolderKey, folder.Path)))
        {
            await HearAsync(first, "first words", "m1");
            await AnsweredAsync(first, 1);
            await EditAsync(first, "m1", "other words");
            await HearAsync(first, "and?", "m2");
            await AnsweredAsync(first, 2);
        }

        var restarted = new QuotingScenario();
        await using var second = restarted.Host((TestHost.DataFolderKey, folder.Path));
        await HearAsync(second, "now?", "m3");
        await AnsweredAsync(second, 3);

        SaidBefore(scenario).ShouldBe(["other words"]);
        SaidBefore(restarted).ShouldBe(["other words", "and?"]);
        var transcript = (await Send(second, new ReadTranscript((await TurnsAsync(second))[0].ConversationId.Value)))!;
        (transcript.Turns[0].Text, transcript.Turns[0].Edited).ShouldBe(("first words", "other words"));
        transcript.Turns.Skip(1).ShouldAllBe(turn => turn.Edited == null);
    }

    [Fact]
    public async Task A_message_that_is_edited_before_it_is_answered_is_remembered_as_it_was_edited()
    {
        var ready = new TaskCompletionSource();
        var scenario = new QuotingScenario { Ready = ready.Task };
        await using var host = scenario.Host();
        await HearAsync(host, "first words", "m1");
        await EditAsync(host, "m1", "other words");

        ready.SetResult();
        await HearAsync(host, "and?", "m2");
        await AnsweredAsync(host, 2);

        SaidBefore(scenario).ShouldBe(["other words"]);
    }

    private static async Task NothingHoldsTheSecretAsync(TestHost host, QuotingScenario scenario, int answers = 2)
    {
        await HearAsync(host, "next", "m2");
        await AnsweredAsync(host, answers);
        (await TurnsAsync(host)).ShouldAllBe(turn => !$"{turn.Text} {turn.Content} {turn.Details}".Contains("secret", StringComparison.Ordinal));
        var before = scenario.Asked.Last().Recent;
        before.ShouldNotBeEmpty();
        before.ShouldAllBe(line => !$"{line.Text} {line.Details}".Contains("secret", StringComparison.Ordinal));
    }

    private static IEnumerable<string> SaidBefore(QuotingScenario scenario) => scenario.Asked.Last().Recent.Where(line => line.Speaker == Speaker.User).Select(line => line.Text);

    private static async Task HearAsync(TestHost host, string text, string id) =>
        (await Send(host, new HearActivity("test", "c1", new Heard("message", text) { ActivityId = id, Content = JsonSerializer.Serialize(new { id, text }) }))).ShouldBeOfType<HearOutcome.Accepted>();

    private static async Task EditAsync(TestHost host, string message, string text) =>
        (await Send(host, new HearActivity("test", "c1", new Heard("messageUpdate", text)
        {
            ActivityId = $"{Heard.ChangesOf("messageUpdate", message)}1",
            Content = JsonSerializer.Serialize(new { id = message, text }),
            WantsAnswer = false,
        }))).ShouldBeOfType<HearOutcome.Accepted>();

    private static Task AnsweredAsync(TestHost host, int answers) => UntilAsync(async () => (await TurnsAsync(host)).Count(turn => turn.Speaker == Speaker.Bot) == answers);

    private static async Task<List<Turn>> TurnsAsync(TestHost host)
    {
        await using var db = await host.Services.GetRequiredService<IDbContextFactory<PlatformDbContext>>().CreateDbContextAsync(TestContext.Current.CancellationToken);
        return await db.Turns.AsNoTracking().OrderBy(t => t.Sequence).ToListAsync(TestContext.Current.CancellationToken);
    }

    private static async Task UntilAsync(Func<Task<bool>> condition)
    {
        for (var attempt = 0; attempt < 400; attempt++)
        {
            if (await condition())
                return;
            await Task.Delay(50, TestContext.Current.CancellationToken);
        }

        throw new TimeoutException("The expected state did not come within 20 s.");
    }

    private static Task<T> Send<T>(TestHost host, IRequest<T> message) => host.Services.GetRequiredService<IMediator>().Send(message, TestContext.Current.CancellationToken);
}
