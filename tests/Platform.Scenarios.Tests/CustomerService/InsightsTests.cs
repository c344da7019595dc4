using MediatR;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Platform.Data;
using Platform.Data.Conversations;
using Platform.Scenarios.CustomerService.Insights;
using Platform.Scenarios.Turns;
using Platform.Testing;
using Shouldly;
using Xunit;

namespace Platform.Scenarios.Tests.CustomerService;

/// <summary>Eleven conversations made by hand; the expected figures were worked out on paper from the comments beside them.</summary>
public sealed class InsightsTests
{
    private static readonly DateTimeOffset Monday = new(2026, 3, 2, 9, 0, 0, TimeSpan.Zero);

    private readonly List<Conversation> _conversations = [];
    private readonly List<Feedback> _thumbs = [];

    [Fact]
    public async Task The_figures_are_those_worked_out_by_hand()
    {
        var insights = await Read(MakeDialogues);

        var figures = insights.Figures;
        figures.Conversations.ShouldBe(9);
        figures.Sessions.ShouldBe(10);
        figures.Count(SessionOutcome.ResolvedConfirmed).ShouldBe(2);
        figures.Count(SessionOutcome.ResolvedImplied).ShouldBe(2);
        figures.Count(SessionOutcome.Escalated).ShouldBe(1);
        figures.Count(SessionOutcome.Abandoned).ShouldBe(4);
        figures.Count(SessionOutcome.Unengaged).ShouldBe(1);
        figures.Questions.ShouldBe(9);
        figures.AnsweredAtOnce.ShouldBe(5);
        figures.AnsweredAfterAsking.ShouldBe(1);
        figures.MatchRate.ShouldBe(6 / 9.0);
        figures.ConfirmedRate.ShouldBe(2 / 9.0);
        figures.ImpliedRate.ShouldBe(2 / 9.0);
        figures.ResolveRate.ShouldBe(4 / 9.0);
        figures.EscalationRate.ShouldBe(1 / 9.0);
        figures.Decisions[Decisions.Answered].ShouldBe(7);
        figures.Decisions[Decisions.AskedBack].ShouldBe(2);
        figures.Decisions[Decisions.Declined].ShouldBe(1);
        (figures.ThumbsUp, figures.ThumbsDown).ShouldBe((1, 1));
        figures.MeanAnswerTime.ShouldBe(TimeSpan.FromSeconds(2));
        figures.MeanWaitForPerson.ShouldBe(TimeSpan.FromSeconds(60));
        insights.Days.Select(day => (day.Day, day.Figures.Sessions)).ShouldBe([(new DateOnly(2026, 3, 2), 9), (new DateOnly(2026, 3, 3), 1)]);
    }

    [Fact]
    public async Task Questions_that_found_nothing_are_grouped_by_how_they_read()
    {
        var insights = await Read(MakeDialogues);

        insights.UnansweredRead.ShouldBe(3);
        insights.Unanswered.Select(cluster => cluster.Count).ShouldBe([2, 1]);
        insights.Unanswered[0].Latest.Select(question => question.Text).ShouldBe(["老年大学今年什么时候招生", "老年大学什么时候招生？"], ignoreOrder: true);
        insights.Unanswered[1].Latest.ShouldHaveSingleItem().Fate.ShouldBe(QuestionFate.Failed);
    }

    [Fact]
    public async Task Without_any_session_there_is_no_rate()
    {
        var insights = await Read(() => { });

        insights.Figures.MatchRate.ShouldBeNull();
        insights.Figures.ResolveRate.ShouldBeNull();
        insights.Unanswered.ShouldBeEmpty();
    }

    [Fact]
    public void The_same_questions_give_the_same_groups_whatever_their_order()
    {
        UnansweredQuestion[] questions = [.. new[] { "老年大学招生", "where can I fly a drone", "老年大学招生时间", "can I fly a drone here", "魔方还原", "老年大学 招生" }
            .Select((text, i) => new UnansweredQuestion(text, Guid.Empty, i, Monday.AddMinutes(i), QuestionFate.Declined))];

        var groups = QuestionClusters.Of(questions, 10);
        var reversed = QuestionClusters.Of([.. questions.Reverse()], 10);

        groups.Select(group => (group.Count, group.LastAt)).ShouldBe([(3, Monday.AddMinutes(5)), (2, Monday.AddMinutes(3)), (1, Monday.AddMinutes(4))]);
        reversed.Select(group => (group.Count, group.LastAt)).ShouldBe(groups.Select(group => (group.Count, group.LastAt)));
    }

    private void MakeDialogues()
    {
        // 1: answered and confirmed; an hour later declined: a session confirmed, a session abandoned, 2 questions, 1 answered
        var first = Begin(Monday);
        Turn(first, 0, "居住证怎么办", Decisions.Answered);
        Turn(first, 60, "解决了", Decisions.Confirmed);
        Turn(first, 3660, "老年大学什么时候招生？", Decisions.Declined);

        // 2: asked back, then chosen: implied, 1 question answered after asking
        var second = Begin(Monday.AddMinutes(1));
        Turn(second, 0, "公积金", Decisions.AskedBack);
        Turn(second, 20, "租房怎么提取住房公积金？", Decisions.Answered);

        // 3: a courtesy only: unengaged
        Turn(Begin(Monday.AddMinutes(2)), 0, "你好", Decisions.Courtesy);

        // 4: answered, then a person was asked for and came after a minute: escalated, 1 question answered
        var fourth = Begin(Monday.AddMinutes(3));
        Turn(fourth, 0, "社保卡丢了怎么办", Decisions.Answered);
        Turn(fourth, 10, "人工", Decisions.HandedOver);
        fourth.Turns.Add(Said(fourth, Speaker.Person, 72, null, null));

        // 5: asked back, no choice: abandoned, 1 question left open
        Turn(Begin(Monday.AddMinutes(4)), 0, "老年大学今年什么时候招生", Decisions.AskedBack);

        // 6: answered, thumb down: abandoned, 1 question answered
        var sixth = Begin(Monday.AddMinutes(5));
        Turn(sixth, 0, "电费怎么算", Decisions.Answered);
        Judge(sixth, liked: false);

        // 7, on Tuesday: answered, thumb up: confirmed, 1 question answered
        var seventh = Begin(Monday.AddDays(1));
        Turn(seventh, 0, "地铁几点", Decisions.Answered);
        Judge(seventh, liked: true);

        // 8: answered, refused, chose another: implied, 1 question answered
        var eighth = Begin(Monday.AddMinutes(6));
        Turn(eighth, 0, "装修几点", Decisions.Answered);
        Turn(eighth, 10, "没用", Decisions.NextStep);
        Turn(eighth, 20, "工地半夜施工吵人怎么举报？", Decisions.Answered);

        // 9: failed: abandoned, 1 question not answered
        Turn(Begin(Monday.AddMinutes(7)), 0, "how do I register a drone", Decisions.Failed);

        // 10: another scenario; 11: before the period: neither counts
        Turn(Begin(Monday, scenario: "channel-check"), 0, "check", Decisions.Answered);
        Turn(Begin(Monday.AddDays(-3)), 0, "居住证怎么办", Decisions.Declined);
    }

    private async Task<ServiceInsights> Read(Action make)
    {
        make();
        await using var host = new TestHost();
        await using (var db = await host.Services.GetRequiredService<IDbContextFactory<PlatformDbContext>>().CreateDbContextAsync(TestContext.Current.CancellationToken))
        {
            db.AddRange(_conversations);
            db.AddRange(_thumbs);
            await db.SaveChangesAsync(TestContext.Current.CancellationToken);
        }

        await using var scope = host.Services.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<IMediator>().Send(new ReadInsights(Monday.AddHours(-9), Monday.AddDays(7)), TestContext.Current.CancellationToken);
    }

    private Conversation Begin(DateTimeOffset at, string scenario = "customer-service")
    {
        var conversation = new Conversation { Channel = "test", ChannelConversationId = $"{_conversations.Count}", Scenario = scenario, StartedAt = at, LastTurnAt = at };
        _conversations.Add(conversation);
        return conversation;
    }

    /// <summary>A message and, two seconds later, the bot's reply to it.</summary>
    private static void Turn(Conversation conversation, int second, string text, string decision)
    {
        conversation.Turns.Add(Said(conversation, Speaker.User, second, text, null));
        conversation.Turns.Add(Said(conversation, Speaker.Bot, second + 2, "…", decision));
    }

    private static Turn Said(Conversation conversation, Speaker speaker, int second, string? text, string? decision)
    {
        var at = conversation.StartedAt.AddSeconds(second);
        conversation.LastTurnAt = at;
        return new Turn
        {
            ConversationId = conversation.Id,
            Sequence = conversation.Turns.Count + 1,
            Speaker = speaker,
            Kind = "message",
            InReplyTo = speaker == Speaker.Bot ? conversation.Turns.Count : null,
            Text = text,
            Content = "{}",
            At = at,
            State = TurnState.Answered,
            Decision = decision,
        };
    }

    private void Judge(Conversation conversation, bool liked)
    {
        var answer = conversation.Turns[^1];
        _thumbs.Add(new Feedback { ConversationId = conversation.Id, TurnId = answer.Id, Liked = liked, At = answer.At.AddSeconds(5) });
    }
}
