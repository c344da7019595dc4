using System.Collections.Concurrent;
using System.Text;
using System.Text.Json;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Platform.Data;
using Platform.Data.Conversations;
using Platform.Scenarios.Conversations;
using Platform.Scenarios.CustomerService;
using Platform.Scenarios.Knowledge.Import;
using Platform.Scenarios.Turns;
using Platform.Testing;
using Shouldly;
using Xunit;

namespace Platform.Scenarios.Tests.CustomerService;

/// <summary>What needs a host of its own, with a base of a few entries and settings that make it ask back.</summary>
public sealed class SmallBaseTests
{
    private static readonly (string Question, string Answer)[] Entries =
    [
        ("居住证怎么办理？", "带身份证到派出所办理，免费。"),
        ("居住证丢了怎么补办？", "到派出所挂失补办，工本费20元。"),
        ("居住证怎么续签？", "到期前30日内在线续签。"),
        ("图书馆几点开门？", "每天9点开门。"),
    ];

    private static readonly (string, string?)[] AlwaysAsksBack = [("Knowledge:High", "1"), ("Knowledge:Low", "0"), ("Knowledge:Passage", "1")];

    [Fact]
    public async Task When_unsure_it_asks_back_with_up_to_three_buttons_and_a_press_surely_leads_to_its_entry()
    {
        await using var desk = await DeskAsync(AlwaysAsksBack);
        var visitor = desk.Visitor();

        var asked = await visitor.Say("我的居住证");
        var second = asked.Reply.Choices[1];
        var answer = await visitor.Say(second.Value);

        asked.Decision.ShouldBe(Decisions.AskedBack);
        asked.Buttons.Count().ShouldBe(4);
        asked.Buttons.Last().ShouldBe("都不是");
        answer.Decision.ShouldBe(Decisions.Answered);
        answer.Text.ShouldStartWith(Entries.Single(entry => entry.Question == second.Title).Answer);
    }

    [Fact]
    public async Task None_of_these_leads_to_a_person_and_the_same_choices_are_not_offered_twice()
    {
        await using var desk = await DeskAsync(AlwaysAsksBack);
        var visitor = desk.Visitor();

        await visitor.Say("我的居住证");
        var again = await visitor.Say("我的那个居住证呀");
        var refusing = desk.Visitor();
        await refusing.Say("我的居住证");
        var refused = await refusing.Say("都不是");

        again.Decision.ShouldBe(Decisions.Declined);
        again.Details!.Reason.ShouldBe(AnswerReasons.SameChoicesAgain);
        refused.Decision.ShouldBe(Decisions.NextStep);
        refused.Buttons.ShouldBe(["转人工"]);
    }

    [Fact]
    public async Task An_offered_entry_that_has_been_taken_out_meanwhile_is_not_answered()
    {
        await using var desk = await DeskAsync(AlwaysAsksBack);
        var visitor = desk.Visitor();
        var asked = await visitor.Say("我的居住证");
        await using (var db = await desk.Host.Services.GetRequiredService<IDbContextFactory<PlatformDbContext>>().CreateDbContextAsync(TestContext.Current.CancellationToken))
        {
            await db.KnowledgeEntries.ExecuteUpdateAsync(e => e.SetProperty(x => x.Audience, "staff"), TestContext.Current.CancellationToken);
            await db.KnowledgeRevisions.ExecuteUpdateAsync(r => r.SetProperty(x => x.Number, x => x.Number + 1), TestContext.Current.CancellationToken);
        }

        var answer = await visitor.Say(asked.Reply.Choices[0].Value);

        answer.Decision.ShouldBe(Decisions.Declined);
        answer.Details!.Reason.ShouldBe(AnswerReasons.PickGone);
    }

    [Fact]
    public async Task A_question_that_comes_twice_is_answered_once()
    {
        await using var desk = await DeskAsync();
        var visitor = desk.Visitor();
        var heard = new Heard("message", "图书馆几点开门？") { ActivityId = "same", Content = "{}" };

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => visitor.Grain().HearAndAnswer(heard)));

        outcomes.OfType<HearOutcome.Accepted>().ShouldHaveSingleItem().Replies.ShouldHaveSingleItem();
        outcomes.OfType<HearOutcome.Duplicate>().Count().ShouldBe(4);
    }

    [Fact]
    public async Task A_follow_up_is_understood_and_a_pause_begins_a_new_session_also_after_a_restart()
    {
        var folder = Directory.CreateTempSubdirectory("platform-test-").FullName;
        await using (var before = await DeskAsync((TestHost.DataFolderKey, folder)))
        {
            await new Visitor(before, "restarted", null).Say("居住证怎么办理？");
            (await new Visitor(before, "restarted", null).Read()).Outcome.ShouldBe(SessionOutcome.ResolvedImplied);
        }

        await using (var after = new ServiceDesk(new TestHost((TestHost.DataFolderKey, folder))))
        {
            await using (var db = await after.Host.Services.GetRequiredService<IDbContextFactory<PlatformDbContext>>().CreateDbContextAsync(TestContext.Current.CancellationToken))
            {
                var conversation = await db.Conversations.SingleAsync(TestContext.Current.CancellationToken);
                conversation.LastTurnAt -= TimeSpan.FromMinutes(31);
                await db.SaveChangesAsync(TestContext.Current.CancellationToken);
            }

            var visitor = new Visitor(after, "restarted", null, firstActivity: 10);
            await visitor.Say("谢谢");
            (await visitor.Read()).Outcome.ShouldBe(SessionOutcome.Unengaged);

            (await visitor.Say("要多少钱？")).Text.ShouldContain("免费");
            (await visitor.Read()).Outcome.ShouldBe(SessionOutcome.ResolvedImplied);
        }

        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task Nothing_that_was_said_stands_in_the_logs()
    {
        var log = new RecordedLog();
        await using var desk = await DeskAsync([("Logging:LogLevel:Platform", "Trace")], services => services.AddSingleton<ILoggerProvider>(log));
        var visitor = desk.Visitor();

        await visitor.Say("图书馆几点开门？秘密暗号芝麻");
        await visitor.Say("天上有几颗星星芝麻");
        await visitor.Say("人工");

        log.Lines.ShouldContain(line => line.Contains("Question decided", StringComparison.Ordinal));
        log.Lines.ShouldNotContain(line => line.Contains("芝麻", StringComparison.Ordinal));
    }

    private static Task<ServiceDesk> DeskAsync(params (string, string?)[] settings) => DeskAsync(settings, null);

    private static async Task<ServiceDesk> DeskAsync((string, string?)[] settings, Action<IServiceCollection>? replace)
    {
        var host = new TestHost(settings) { Replace = replace };
        var lines = Entries.Select((entry, i) => JsonSerializer.Serialize(new { id = $"e{i}", language = "zh", question = entry.Question, similar = Array.Empty<string>(), answer = entry.Answer, audience = "public" }));
        await using var scope = host.Services.CreateAsyncScope();
        (await scope.ServiceProvider.GetRequiredService<IMediator>().Send(new ImportKnowledge("small.zh.jsonl", Encoding.UTF8.GetBytes(string.Join('\n', lines))), TestContext.Current.CancellationToken))
            .ShouldBeOfType<ImportOutcome.Done>();
        return new ServiceDesk(host);
    }

    private sealed class RecordedLog : ILoggerProvider, ILogger
    {
        private readonly ConcurrentQueue<string> _lines = new();

        public IReadOnlyCollection<string> Lines => _lines;

        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull
        {
            _lines.Enqueue($"{state}");
            return null;
        }

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            _lines.Enqueue($"{formatter(state, exception)} {exception}");

        public void Dispose()
        {
            // lines are read after the host has gone
        }
    }
}
