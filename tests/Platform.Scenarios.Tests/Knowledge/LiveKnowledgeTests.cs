using System.Text;
using Platform.Scenarios.Knowledge;
using Platform.Scenarios.Knowledge.Import;
using Platform.Scenarios.Knowledge.Search;
using Platform.Testing;
using Shouldly;
using Xunit;

namespace Platform.Scenarios.Tests.Knowledge;

public sealed class LiveKnowledgeTests
{
    private const string Rows = "question,answer\nWhere can I park my bike?,Behind the hall.\nMay dogs come in?,On a lead.\n";

    [Fact]
    public async Task A_restart_loads_the_index_and_a_damaged_one_is_trained_anew()
    {
        var folder = Directory.CreateTempSubdirectory("platform-test-").FullName;
        var setting = (TestHost.DataFolderKey, folder);
        await using (var first = new KnowledgeHost(setting))
        {
            await first.Import("a.csv", Rows);
            first.Live.Trainings.ShouldBe(1);
        }

        await using (var second = new KnowledgeHost(setting))
        {
            await Answers(second);
            second.Live.Trainings.ShouldBe(0);
        }

        foreach (var file in Directory.EnumerateFiles(Path.Combine(folder, "knowledge", "index"), "*", SearchOption.AllDirectories))
            await File.WriteAllBytesAsync(file, [1, 2, 3], TestContext.Current.CancellationToken);
        await using (var third = new KnowledgeHost(setting))
        {
            await Answers(third);
            third.Live.Trainings.ShouldBe(1);
        }

        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task An_index_that_cannot_be_saved_answers_from_memory()
    {
        await using var host = new KnowledgeHost();
        Directory.CreateDirectory(Path.Combine(host.DataFolder, "knowledge"));
        await File.WriteAllTextAsync(Path.Combine(host.DataFolder, "knowledge", "index"), "a file stands where the folder should be", TestContext.Current.CancellationToken);

        await host.Import("a.csv", Rows);

        await Answers(host);
    }

    [Fact]
    public async Task The_former_index_answers_while_a_large_base_is_trained_and_new_questions_are_found_word_for_word()
    {
        await using var host = new KnowledgeHost(("Knowledge:QuestionsTrainedInline", "0"));
        await host.Import("a.csv", Rows);
        var large = new StringBuilder(Rows);
        for (var i = 0; i < 400; i++)
            large.Append("Which form is number ").Append(i).Append(" of series ").Append(i * 7).Append("?,Form ").Append(i).Append(".\n");

        await host.Import("a.csv", large.ToString());
        await Answers(host);
        (await host.Ask("Which form is number 399 of series 2793?")).Decision.ShouldBeOfType<PolicyDecision.Answer>().Candidate.Answer.ShouldBe("Form 399.");

        var status = await host.Live.TrainAsync(TestContext.Current.CancellationToken);
        (status.Entries, status.InTraining.Count).ShouldBe((402, 0));
        await Answers(host);
    }

    [Fact]
    public async Task A_declined_entry_is_recognised_in_other_words_and_never_answered()
    {
        const string Declined = """
            {"id":"weather","question":"What will the weather be like tomorrow?","similar":["will it rain tomorrow","weather forecast for the weekend","is it going to be sunny"],"answer":"","state":"declined"}

            """;
        await using var host = new KnowledgeHost();
        await host.Import("a.csv", Rows);

        var report = await host.Import("declined.jsonl", Declined);

        report.Refusals.ShouldBeEmpty();
        var findings = await host.Ask("Will it rain at the weekend?");
        var decline = findings.Decision.ShouldBeOfType<PolicyDecision.Decline>();
        decline.Reason.ShouldBe(PolicyReasons.DeclinedQuestion);
        decline.Recognised!.Question.ShouldBe("What will the weather be like tomorrow?");
        findings.Result.Candidates.ShouldAllBe(candidate => candidate.Question != decline.Recognised.Question);
        await Answers(host);
    }

    [Fact]
    public async Task An_entry_that_becomes_declined_is_declined_before_the_index_is_trained_again()
    {
        await using var host = new KnowledgeHost(("Knowledge:QuestionsTrainedInline", "0"));
        await host.Import("a.csv", Rows);

        await host.Import("a.csv", Rows.Replace("question,answer", "question,answer,state", StringComparison.Ordinal).Replace("On a lead.", "Ask the landlord.,declined", StringComparison.Ordinal));

        var decline = (await host.Ask("May dogs come in?")).Decision.ShouldBeOfType<PolicyDecision.Decline>();
        decline.Recognised!.Answer.ShouldBe("Ask the landlord.");
        await Answers(host);
    }

    [Fact]
    public async Task A_declined_entry_that_became_one_for_staff_is_recognised_for_nobody_else_by_the_former_index()
    {
        const string Declined = "question,answer,state,audience\nWhere can I park my bike?,Behind the hall.,published,public\nMay dogs come in?,Ask the landlord.,declined,public\n";
        await using var host = new KnowledgeHost(("Knowledge:QuestionsTrainedInline", "0"));
        await host.Import("a.csv", Declined);
        (await host.Ask("May dogs come in?")).Result.Declined.ShouldNotBeNull();

        await host.Import("a.csv", Declined.Replace("declined,public", "declined,staff", StringComparison.Ordinal));

        (await host.Ask("May dogs come in?")).Result.Declined.ShouldBeNull();
    }

    [Fact]
    public async Task Questions_asked_together_at_the_start_train_the_index_once()
    {
        var folder = Directory.CreateTempSubdirectory("platform-test-").FullName;
        await using var host = new KnowledgeHost((TestHost.DataFolderKey, folder));
        await host.Send(new ImportKnowledge("a.csv", Encoding.UTF8.GetBytes(Rows), Train: false));

        await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => Answers(host)));

        host.Live.Trainings.ShouldBe(1);
    }

    [Fact]
    public async Task Whatever_is_asked_gets_a_decision()
    {
        await using var host = new KnowledgeHost();
        await host.Import("a.csv", Rows);

        foreach (var question in new[] { "", " ", "?", "\ud800", "\0", "'; DROP TABLE x;--", "<script>", "*:*", "a:b AND (", new string('a', 100_000), "🚲🚲🚲", "ﷺ" })
            (await host.Ask(question)).Decision.ShouldNotBeNull();
    }

    private static async Task Answers(KnowledgeHost host) =>
        (await host.Ask("where can i park my bike")).Decision.ShouldBeOfType<PolicyDecision.Answer>().Candidate.Answer.ShouldBe("Behind the hall.");
}
