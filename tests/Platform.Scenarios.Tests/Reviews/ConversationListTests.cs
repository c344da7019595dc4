using MediatR;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Platform.Data.Conversations;
using Platform.Data.Reviews;
using Platform.Scenarios.Reviews;
using Platform.Scenarios.Turns;
using Platform.Testing;
using Shouldly;
using Xunit;

namespace Platform.Scenarios.Tests.Reviews;

public sealed class ConversationListTests
{
    private static readonly Guid Anna = Guid.CreateVersion7();
    private static readonly Guid Berta = Guid.CreateVersion7();

    [Fact]
    public async Task Each_filter_lets_pass_what_it_says()
    {
        await using var host = new TestHost();
        var first = await KeptDialogue.KeepAsync(host, "社保卡丢了 100%", "挂失。", c => (c.Channel, c.Outcome, c.Decision, c.Locale) = ("directline", SessionOutcome.ResolvedImplied, Decisions.Answered, "zh-CN"), liked: true);
        var second = await KeptDialogue.KeepAsync(host, "lost card", "I do not know.", c => (c.Channel, c.Outcome, c.Decision, c.Locale) = ("msteams", SessionOutcome.Abandoned, Decisions.Declined, "en-US"), liked: false);
        var third = await KeptDialogue.KeepAsync(host, "person please", "Someone will come.", c => (c.Channel, c.Outcome, c.Handling, c.Decision) = ("directline", SessionOutcome.Escalated, Handling.Waiting, Decisions.HandedOver));
        await JudgeAsync(host, new JudgeAnswer(second.Answer, Anna, Verdict.Wrong));

        await ShouldFind(new() { Text = "社保卡" }, first);
        await ShouldFind(new() { Text = "100%" }, first);
        await ShouldFind(new() { Text = "_ost" });
        await ShouldFind(new() { Text = "do not know" }, second);
        await ShouldFind(new() { Text = "o" }, third, second);
        await ShouldFind(new() { Text = "o", Sort = ConversationSort.Oldest }, second, third);
        await ShouldFind(new() { Text = "o", From = DateTimeOffset.UtcNow.AddHours(-1) }, third, second);
        await ShouldFind(new() { Text = "o", From = DateTimeOffset.UtcNow.AddHours(1) });
        await ShouldFind(new() { Channel = "directline" }, third, first);
        await ShouldFind(new() { Outcome = SessionOutcome.Abandoned }, second);
        await ShouldFind(new() { Decision = Decisions.HandedOver }, third);
        await ShouldFind(new() { Feedback = FeedbackFilter.Liked }, first);
        await ShouldFind(new() { Feedback = FeedbackFilter.Disliked }, second);
        await ShouldFind(new() { Feedback = FeedbackFilter.Any }, second, first);
        await ShouldFind(new() { Review = ReviewState.Started }, second);
        await ShouldFind(new() { Review = ReviewState.New }, third, first);
        await ShouldFind(new() { Handling = Handling.Waiting }, third);
        await ShouldFind(new() { Locale = "zh" }, first);
        await ShouldFind(new() { Sort = ConversationSort.Oldest }, first, second, third);
        await ShouldFind(new() { From = DateTimeOffset.UtcNow.AddHours(1) });

        async Task ShouldFind(ConversationFilter filter, params KeptDialogue[] expected)
        {
            var list = await Send(host, new ListConversations(filter, 0, 10));
            list.Rows.Select(r => r.Id).ShouldBe(expected.Select(d => d.Conversation), filter.ToString());
            list.Count.ShouldBe(expected.Length);
        }
    }

    [Fact]
    public async Task A_row_says_what_happened_and_hides_who_it_was()
    {
        await using var host = new TestHost();
        await KeptDialogue.KeepAsync(host, "first question", "first answer", c => (c.UserId, c.Decision) = ("dl_somebody-4711", Decisions.Answered), liked: true);

        var row = (await Send(host, new ListConversations(new ConversationFilter(), 0, 10))).Rows.Single();

        (row.Opening, row.Turns, row.Decision, row.Liked, row.Disliked).ShouldBe(("first question", 2, Decisions.Answered, 1, 0));
        row.SlowestAnswer.ShouldBe(TimeSpan.FromSeconds(2));
        row.User.ShouldBe("dl•••11");
    }

    [Fact]
    public async Task J_and_K_walk_through_the_filtered_list_and_stop_at_its_ends()
    {
        await using var host = new TestHost();
        var first = await KeptDialogue.KeepAsync(host, "one", "1");
        await KeptDialogue.KeepAsync(host, "hidden", "2", c => c.Channel = "msteams");
        var third = await KeptDialogue.KeepAsync(host, "three", "3");
        var filter = new ConversationFilter { Channel = "directline" };

        (await Send(host, new NextConversation(filter, third.Conversation, Backwards: false))).ShouldBe(first.Conversation);
        (await Send(host, new NextConversation(filter, first.Conversation, Backwards: true))).ShouldBe(third.Conversation);
        (await Send(host, new NextConversation(filter, first.Conversation, Backwards: false))).ShouldBeNull();
    }

    [Fact]
    public async Task A_search_is_cut_into_pages_and_counted_as_a_whole()
    {
        await using var host = new TestHost();
        var kept = new List<KeptDialogue>();
        for (var n = 0; n < 5; n++)
            kept.Add(await KeptDialogue.KeepAsync(host, $"bus {n}", "By the bus."));
        await KeptDialogue.KeepAsync(host, "train", "By the train.");

        var list = await Send(host, new ListConversations(new ConversationFilter { Text = "bus" }, 2, 2));

        list.Count.ShouldBe(5);
        list.Rows.Select(r => (r.Id, r.Opening)).ShouldBe([(kept[2].Conversation, "bus 2"), (kept[1].Conversation, "bus 1")]);
    }

    [Fact]
    public async Task J_and_K_walk_once_through_conversations_of_the_same_moment()
    {
        await using var host = new TestHost { Replace = services => services.AddSingleton<TimeProvider>(new FakeTimeProvider(DateTimeOffset.UtcNow)) };
        for (var n = 0; n < 4; n++)
            await KeptDialogue.KeepAsync(host, "question", "answer");
        var all = (await Send(host, new ListConversations(new ConversationFilter(), 0, 10))).Rows.Select(r => r.Id).ToList();

        var down = await WalkAsync(host, all[0], backwards: false);
        var up = await WalkAsync(host, all[^1], backwards: true);

        down.ShouldBe(all);
        up.ShouldBe(Enumerable.Reverse(all));
    }

    [Fact]
    public async Task A_view_is_kept_for_its_owner_under_one_name()
    {
        await using var host = new TestHost();
        _ = host.Server;
        await Send(host, new SaveView(Anna, "disliked", "feedback=Disliked"));
        await Send(host, new SaveView(Anna, "disliked", "feedback=Disliked&review=New"));

        var view = (await Send(host, new ListSavedViews(Anna))).ShouldHaveSingleItem();
        view.Query.ShouldBe("feedback=Disliked&review=New");
        (await Send(host, new ListSavedViews(Berta))).ShouldBeEmpty();
        await Send(host, new DeleteView(Berta, view.Id));
        (await Send(host, new ListSavedViews(Anna))).Count.ShouldBe(1);
        await Send(host, new DeleteView(Anna, view.Id));
        (await Send(host, new ListSavedViews(Anna))).ShouldBeEmpty();
    }

    private static async Task<IReadOnlyList<Guid>> WalkAsync(TestHost host, Guid first, bool backwards)
    {
        var seen = new List<Guid> { first };
        while (seen.Count < 10 && await Send(host, new NextConversation(new ConversationFilter(), seen[^1], backwards)) is { } next)
            seen.Add(next);
        return seen;
    }

    private static async Task JudgeAsync(TestHost host, JudgeAnswer command) => (await Send(host, command)).ShouldBeOfType<JudgeOutcome.Judged>();

    private static Task<T> Send<T>(TestHost host, IRequest<T> message) => host.Services.GetRequiredService<IMediator>().Send(message, TestContext.Current.CancellationToken);
}
