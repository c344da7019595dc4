using MediatR;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Platform.Data;
using Platform.Data.Conversations;
using Platform.Data.Knowledge;
using Platform.Data.Reviews;
using Platform.Scenarios.Conversations;
using Platform.Scenarios.CustomerService;
using Platform.Scenarios.Knowledge;
using Platform.Scenarios.Knowledge.Editing;
using Platform.Scenarios.Reviews;
using Platform.Scenarios.Turns;
using Platform.Testing;
using Shouldly;
using Xunit;

namespace Platform.Scenarios.Tests.Reviews;

public sealed class ReviewTests
{
    private static readonly Guid Anna = Guid.CreateVersion7();
    private static readonly Guid Berta = Guid.CreateVersion7();

    [Fact]
    public async Task The_latest_verdict_counts_and_undo_brings_back_the_one_before()
    {
        await using var host = new TestHost();
        var dialogue = await KeptDialogue.KeepAsync(host, "怎么办居住证？", "去派出所。");
        await JudgeAsync(host, new JudgeAnswer(dialogue.Answer, Anna, Verdict.Good));
        await JudgeAsync(host, new JudgeAnswer(dialogue.Answer, Anna, Verdict.Corrected, "去户籍窗口。"));

        (await ReadAsync(host, dialogue)).VerdictOn(dialogue.Answer)!.CorrectedText.ShouldBe("去户籍窗口。");
        await Send(host, new UndoReview(Anna));
        (await ReadAsync(host, dialogue)).VerdictOn(dialogue.Answer)!.Verdict.ShouldBe(Verdict.Good);
        await Send(host, new UndoReview(Anna));

        var transcript = await ReadAsync(host, dialogue);
        transcript.VerdictOn(dialogue.Answer).ShouldBeNull();
        transcript.Review.ShouldBe(ReviewState.New);
        transcript.Acts.Count.ShouldBe(2); // what was undone stays in the history
        (await Send(host, new UndoReview(Anna))).ShouldBeOfType<UndoOutcome.NothingToUndo>();
    }

    [Fact]
    public async Task A_reviewer_undoes_their_own_acts_only_and_completing_can_be_undone()
    {
        await using var host = new TestHost();
        var dialogue = await KeptDialogue.KeepAsync(host, "question", "answer");
        await JudgeAsync(host, new JudgeAnswer(dialogue.Answer, Anna, Verdict.Good));
        await Send(host, new CompleteReview(dialogue.Conversation, Anna));

        (await Send(host, new UndoReview(Berta))).ShouldBeOfType<UndoOutcome.NothingToUndo>();
        (await ReadAsync(host, dialogue)).Review.ShouldBe(ReviewState.Completed);
        (await Send(host, new UndoReview(Anna))).ShouldBeOfType<UndoOutcome.Undone>().Act.ShouldBe(ReviewAct.Completed);
        (await ReadAsync(host, dialogue)).Review.ShouldBe(ReviewState.Started);
    }

    [Fact]
    public async Task After_a_day_an_act_stands()
    {
        var clock = new FakeTimeProvider(DateTimeOffset.UtcNow);
        await using var host = new TestHost { Replace = services => services.AddSingleton<TimeProvider>(clock) };
        var dialogue = await KeptDialogue.KeepAsync(host, "question", "answer");
        await JudgeAsync(host, new JudgeAnswer(dialogue.Answer, Anna, Verdict.Wrong));

        clock.AdjustTime(clock.GetUtcNow().AddHours(25));

        (await Send(host, new UndoReview(Anna))).ShouldBeOfType<UndoOutcome.TooLate>();
    }

    [Fact]
    public async Task Only_answers_of_the_bot_are_judged_and_a_correction_needs_its_text()
    {
        await using var host = new TestHost();
        var dialogue = await KeptDialogue.KeepAsync(host, "question", "answer");

        (await Send(host, new JudgeAnswer(dialogue.Question, Anna, Verdict.Good))).ShouldBeOfType<JudgeOutcome.NotAnAnswer>();
        (await Send(host, new JudgeAnswer(Guid.NewGuid(), Anna, Verdict.Good))).ShouldBeOfType<JudgeOutcome.NoSuchTurn>();
        await Should.ThrowAsync<FluentValidation.ValidationException>(() => Send(host, new JudgeAnswer(dialogue.Answer, Anna, Verdict.Corrected)));
        await Should.ThrowAsync<FluentValidation.ValidationException>(() => Send(host, new JudgeAnswer(dialogue.Answer, Anna, Verdict.Excluded)));
    }

    [Fact]
    public async Task Every_act_is_in_the_audit_log_with_ids_and_without_words()
    {
        await using var host = new TestHost();
        var dialogue = await KeptDialogue.KeepAsync(host, "a very private question", "a very private answer");

        await JudgeAsync(host, new JudgeAnswer(dialogue.Answer, Anna, Verdict.Corrected, "a very private correction"));
        await JudgeAsync(host, new JudgeAnswer(dialogue.Answer, Anna, Verdict.Excluded, Reason: "a very private reason"));
        await Send(host, new CompleteReview(dialogue.Conversation, Anna));
        await Send(host, new UndoReview(Anna));

        await using var scope = host.Services.CreateAsyncScope();
        var entries = await scope.ServiceProvider.GetRequiredService<PlatformDbContext>().AuditEntries
            .Where(e => e.AccountId == Anna).OrderBy(e => e.Id).ToListAsync(TestContext.Current.CancellationToken);
        entries.Select(e => e.Act).ShouldBe(["review.verdict", "review.verdict", "review.complete", "review.undo"]);
        entries.ShouldAllBe(e => !$"{e.Subject} {e.Figures}".Contains("private"));
    }

    [Fact]
    public async Task An_answer_becomes_a_knowledge_entry_with_its_correction_and_undo_archives_it()
    {
        await using var host = new TestHost();
        var dialogue = await KeptDialogue.KeepAsync(host, "地铁几点停运？", "不知道。");
        await JudgeAsync(host, new JudgeAnswer(dialogue.Answer, Anna, Verdict.Corrected, "地铁二十三点停运。"));

        var made = (await Send(host, new MakeKnowledgeEntry(dialogue.Answer, Anna))).ShouldBeOfType<MakeEntryOutcome.Made>();

        var entry = (await Send(host, new ReadEntry(made.Entry)))!.Content;
        (entry.Question, entry.Answer, entry.State).ShouldBe(("地铁几点停运？", "地铁二十三点停运。", KnowledgeState.Published));
        (await Send(host, new UndoReview(Anna))).ShouldBeOfType<UndoOutcome.Undone>().Act.ShouldBe(ReviewAct.EntryMade);
        (await Send(host, new ReadEntry(made.Entry)))!.Content.State.ShouldBe(KnowledgeState.Archived);
    }

    [Theory]
    [InlineData(Decisions.Declined)]
    [InlineData(Decisions.AskedBack)]
    [InlineData(Decisions.HandedOver)]
    public async Task What_is_no_answer_becomes_an_entry_only_when_it_is_corrected(string decision)
    {
        await using var host = new TestHost();
        var dialogue = await KeptDialogue.KeepAsync(host, "地铁几点停运？", "抱歉，我在知识库里没有找到这个问题的答案。", c => c.Decision = decision);

        (await Send(host, new MakeKnowledgeEntry(dialogue.Answer, Anna))).ShouldBeOfType<MakeEntryOutcome.NotAnswered>();
        (await Send(host, new ListEntries())).Total.ShouldBe(0);

        await JudgeAsync(host, new JudgeAnswer(dialogue.Answer, Anna, Verdict.Corrected, "地铁二十三点停运。"));
        (await Send(host, new MakeKnowledgeEntry(dialogue.Answer, Anna))).ShouldBeOfType<MakeEntryOutcome.Made>();
    }

    [Fact]
    public async Task An_entry_of_a_follow_up_has_the_question_that_was_searched_and_the_answer_without_marks_and_the_same_again_is_refused_by_its_rule()
    {
        await using var host = new TestHost();
        var dialogue = await KeptDialogue.KeepAsync(host, "那多少钱？", "《出行指南》里写道：\n\n单程票价二元。 [1]", c =>
        {
            c.Decision = Decisions.Answered;
            c.Citations = [new Citation(1, "出行指南", "单程票价二元。", null)];
            c.Details = new TurnDetails { Language = "zh", Query = "地铁单程票多少钱？", Topic = new AnsweredTopic("地铁单程票多少钱？", null, "zh") };
        });

        var made = (await Send(host, new MakeKnowledgeEntry(dialogue.Answer, Anna))).ShouldBeOfType<MakeEntryOutcome.Made>();
        var again = (await Send(host, new MakeKnowledgeEntry(dialogue.Answer, Anna))).ShouldBeOfType<MakeEntryOutcome.Refused>();

        var entry = (await Send(host, new ReadEntry(made.Entry)))!.Content;
        (entry.Question, entry.Answer).ShouldBe(("地铁单程票多少钱？", "单程票价二元。"));
        again.Rules.ShouldHaveSingleItem().Rule.ShouldBe(ImportRule.QuestionTaken);
    }

    [Fact]
    public async Task A_session_that_begins_after_the_review_makes_a_conversation_new_again_and_acts_before_it_count_no_more()
    {
        var clock = new JumpingClock();
        await using var host = new TestHost(("Conversations:Scenario", "channel-check")) { Replace = services => services.AddSingleton<TimeProvider>(clock) };
        await HearAsync(host, "first session");
        var conversation = (await RowAsync(host)).Id;
        await Send(host, new CompleteReview(conversation, Anna));

        clock.Off = TimeSpan.FromMinutes(10);
        await HearAsync(host, "the same session");
        (await RowAsync(host)).Review.ShouldBe(ReviewState.Completed);

        clock.Off = TimeSpan.FromHours(2);
        var answer = await HearAsync(host, "a new session");
        (await RowAsync(host)).Review.ShouldBe(ReviewState.New);

        await JudgeAsync(host, new JudgeAnswer(answer, Anna, Verdict.Good));
        (await RowAsync(host)).Review.ShouldBe(ReviewState.Started);
        await Send(host, new CompleteReview(conversation, Anna));
        (await RowAsync(host)).Review.ShouldBe(ReviewState.Completed);
    }

    /// <returns>The bot's answer.</returns>
    private static async Task<Guid> HearAsync(TestHost host, string text) =>
        (await Send(host, new HearActivity("test", "c1", new Heard("message", text) { Content = "{}" }, WaitForReplies: true))).ShouldBeOfType<HearOutcome.Accepted>().Replies.Single().Id;

    private static async Task<ConversationRow> RowAsync(TestHost host) => (await Send(host, new ListConversations(new ConversationFilter(), 0, 10))).Rows.Single();

    private static async Task JudgeAsync(TestHost host, JudgeAnswer command) => (await Send(host, command)).ShouldBeOfType<JudgeOutcome.Judged>();

    private static async Task<Transcript> ReadAsync(TestHost host, KeptDialogue dialogue) => (await Send(host, new ReadTranscript(dialogue.Conversation)))!;

    private static Task<T> Send<T>(TestHost host, IRequest<T> message) => host.Services.GetRequiredService<IMediator>().Send(message, TestContext.Current.CancellationToken);
}
