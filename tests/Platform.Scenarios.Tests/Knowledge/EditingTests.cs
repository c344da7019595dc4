using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Platform.Data;
using Platform.Data.Knowledge;
using Platform.Scenarios.Knowledge;
using Platform.Scenarios.Knowledge.Editing;
using Platform.Scenarios.Knowledge.Search;
using Shouldly;
using Xunit;

namespace Platform.Scenarios.Tests.Knowledge;

public sealed class EditingTests
{
    private static readonly EntryContent Bikes = new()
    {
        Question = "Where can I park my bike?",
        Similar = ["bike parking", "Is there a place for bicycles?"],
        Answer = "Behind the hall.",
    };

    [Fact]
    public async Task A_saved_entry_is_in_the_next_answer_and_an_archived_one_is_not()
    {
        await using var host = new KnowledgeHost();
        (await host.Ask("Where can I park my bike?")).Decision.Reason.ShouldBe(PolicyReasons.NothingFound);

        var saved = await Save(host, null, 0, Bikes);
        Answer(await host.Ask("where can i park my bike")).ShouldBe("Behind the hall.");

        saved = await Save(host, saved.Id, saved.Version, Bikes with { Answer = "In the yard." });
        Answer(await host.Ask("bike parking")).ShouldBe("In the yard.");

        saved = await Save(host, saved.Id, saved.Version, Bikes with { Similar = ["a spot for my cargo trike"] });
        Answer(await host.Ask("A spot for my cargo trike?")).ShouldBe("Behind the hall.");

        await Save(host, saved.Id, saved.Version, Bikes with { State = KnowledgeState.Archived });
        (await host.Ask("Where can I park my bike?")).Decision.ShouldBeOfType<PolicyDecision.Decline>();
    }

    [Fact]
    public async Task A_change_made_by_another_process_is_in_the_next_answer()
    {
        await using var host = new KnowledgeHost();
        await Save(host, null, 0, Bikes);
        await using (var db = await host.Services.GetRequiredService<IDbContextFactory<PlatformDbContext>>().CreateDbContextAsync(TestContext.Current.CancellationToken))
        {
            EntryChanges.Add(db, "dogs", "en", Bikes with { Question = "May dogs come in?", Similar = [], Answer = "On a lead." }, new ChangeOrigin("imported", DateTimeOffset.UtcNow, null));
            (await db.KnowledgeRevisions.SingleAsync(TestContext.Current.CancellationToken)).Number++;
            await db.SaveChangesAsync(TestContext.Current.CancellationToken);
        }

        Answer(await host.Ask("May dogs come in?")).ShouldBe("On a lead.");
    }

    [Fact]
    public async Task Every_change_is_a_version_and_an_old_one_can_be_restored()
    {
        await using var host = new KnowledgeHost();
        var saved = await Save(host, null, 0, Bikes);
        saved = await Save(host, saved.Id, saved.Version, Bikes with { Answer = "Wrong." });

        (await host.Send(new RestoreVersion(saved.Id, 1, null))).ShouldBe(new SaveOutcome.Saved(saved.Id, 3));

        var entry = (await host.Send(new ReadEntry(saved.Id))).ShouldNotBeNull();
        entry.Versions.Select(v => (v.Number, v.Act, v.Content.Answer)).ShouldBe([(3, "restored", "Behind the hall."), (2, "edited", "Wrong."), (1, "created", "Behind the hall.")]);
        Answer(await host.Ask("bike parking")).ShouldBe("Behind the hall.");
        (await host.Send(new RestoreVersion(saved.Id, 9, null))).ShouldBeOfType<SaveOutcome.NoSuchEntry>();
    }

    [Fact]
    public async Task A_save_on_top_of_an_older_version_is_refused_and_nothing_is_lost()
    {
        await using var host = new KnowledgeHost();
        var saved = await Save(host, null, 0, Bikes);
        await Save(host, saved.Id, 1, Bikes with { Answer = "First." });

        (await host.Send(new SaveEntry(saved.Id, 1, Bikes with { Answer = "Second." }, null))).ShouldBe(new SaveOutcome.ChangedMeanwhile(2));
        (await host.Send(new SaveEntry(saved.Id, 2, Bikes with { Answer = "First." }, null))).ShouldBe(new SaveOutcome.Unchanged(saved.Id, 2));
        (await host.Send(new SaveEntry(null, 0, Bikes, null))).ShouldBeOfType<SaveOutcome.Refused>().Rules.ShouldHaveSingleItem().Rule.ShouldBe(ImportRule.QuestionTaken);
        (await host.Send(new SaveEntry(saved.Id, 2, Bikes with { Answer = " " }, null))).ShouldBeOfType<SaveOutcome.Refused>().Rules.ShouldHaveSingleItem().Column.ShouldBe("answer");
    }

    [Fact]
    public async Task Parallel_saves_are_all_kept()
    {
        await using var host = new KnowledgeHost();

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => host.Send(new SaveEntry(null, 0, Bikes with { Question = $"Question number {i}?" }, null))));

        outcomes.ShouldAllBe(o => o is SaveOutcome.Saved);
        (await host.Send(new ListEntries())).Total.ShouldBe(8);
        Answer(await host.Ask("Question number 7?")).ShouldBe("Behind the hall.");
    }

    [Fact]
    public async Task An_entry_is_answered_only_on_the_days_it_is_valid()
    {
        var clock = new FakeTimeProvider(new DateTimeOffset(2026, 1, 31, 12, 0, 0, TimeSpan.Zero));
        await using var host = new KnowledgeHost { Replace = services => services.AddSingleton<TimeProvider>(clock) };
        await Save(host, null, 0, Bikes with { ValidFrom = new DateOnly(2026, 2, 1), ValidTo = new DateOnly(2026, 2, 2) });

        (await host.Ask("bike parking")).Decision.ShouldBeOfType<PolicyDecision.Decline>();
        clock.AdjustTime(clock.GetUtcNow().AddHours(5)); // past midnight in Asia/Shanghai
        Answer(await host.Ask("bike parking")).ShouldBe("Behind the hall.");
        clock.AdjustTime(clock.GetUtcNow().AddHours(46));
        Answer(await host.Ask("bike parking")).ShouldBe("Behind the hall.");
        clock.AdjustTime(clock.GetUtcNow().AddHours(1));
        (await host.Ask("bike parking")).Decision.ShouldBeOfType<PolicyDecision.Decline>();
    }

    [Fact]
    public async Task What_is_for_staff_is_never_found_from_a_public_channel()
    {
        await using var host = new KnowledgeHost();
        var saved = await Save(host, null, 0, Bikes with { Audience = Audiences.Staff });

        (await host.Ask("Where can I park my bike?")).Result.Candidates.ShouldBeEmpty();
        (await host.Send(new ReadSource(saved.Id))).ShouldBeNull();
        Answer(await host.Send(new AskKnowledge("Where can I park my bike?", null, [Audiences.Public, Audiences.Staff]))).ShouldBe("Behind the hall.");
    }

    [Fact]
    public async Task Each_language_is_asked_in_its_own_entries()
    {
        await using var host = new KnowledgeHost();
        await Save(host, null, 0, Bikes);
        await Save(host, null, 0, Bikes with { Question = "自行车停在哪里？", Similar = ["哪里可以停自行车"], Answer = "停在大厅后面。" });

        var findings = await host.Ask("哪里可以停自行车？");
        Answer(findings).ShouldBe("停在大厅后面。");
        findings.Language.ShouldBe("zh");
        findings.Result.Candidates.ShouldAllBe(c => c.Language == "zh");
        Answer(await host.Ask("bike parking")).ShouldBe("Behind the hall.");
    }

    [Fact]
    public async Task A_list_is_filtered_by_text_topic_language_and_state()
    {
        await using var host = new KnowledgeHost();
        await Save(host, null, 0, Bikes with { Topic = "traffic" });
        await Save(host, null, 0, Bikes with { Question = "停车", Similar = ["泊车"], Topic = "交通", State = KnowledgeState.Draft });

        (await host.Send(new ListEntries("泊"))).Entries.ShouldHaveSingleItem().Question.ShouldBe("停车");
        (await host.Send(new ListEntries(Topic: "traffic"))).Total.ShouldBe(1);
        (await host.Send(new ListEntries(Language: "zh"))).Total.ShouldBe(1);
        (await host.Send(new ListEntries(State: KnowledgeState.Draft))).Total.ShouldBe(1);
        (await host.Send(new ListEntries("nothing like it"))).Total.ShouldBe(0);
        (await host.Ask("停车")).Result.Candidates.ShouldNotContain(c => c.Language == "zh"); // a draft is not answered
    }

    [Fact]
    public async Task Every_act_stands_in_the_audit_log()
    {
        await using var host = new KnowledgeHost();
        var account = Guid.CreateVersion7();
        var saved = (SaveOutcome.Saved)await host.Send(new SaveEntry(null, 0, Bikes, account));
        await host.Send(new SaveEntry(saved.Id, 1, Bikes with { Answer = "x" }, account));
        await host.Send(new RestoreVersion(saved.Id, 1, account));
        await host.Import("a.csv", "question,answer\na,b\n");

        await using var db = await host.Services.GetRequiredService<IDbContextFactory<PlatformDbContext>>().CreateDbContextAsync(TestContext.Current.CancellationToken);
        var acts = await db.AuditEntries.Where(a => a.Act.StartsWith("knowledge.")).OrderBy(a => a.At).ThenBy(a => a.Id).ToListAsync(TestContext.Current.CancellationToken);
        acts.Select(a => a.Act).ShouldBe(["knowledge.create", "knowledge.edit", "knowledge.restore", "knowledge.import"]);
        acts.Take(3).ShouldAllBe(a => a.AccountId == account && a.Subject == saved.Id.ToString());
    }

    private static string Answer(KnowledgeFindings findings) => findings.Decision.ShouldBeOfType<PolicyDecision.Answer>().Candidate.Answer;

    private static async Task<SaveOutcome.Saved> Save(KnowledgeHost host, Guid? id, int version, EntryContent content) =>
        (await host.Send(new SaveEntry(id, version, content, null))).ShouldBeOfType<SaveOutcome.Saved>();
}
