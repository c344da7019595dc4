using Platform.Scenarios.Knowledge.Search;
using Platform.Testing;
using Shouldly;
using Xunit;

namespace Platform.Scenarios.Tests.Knowledge;

public sealed class StarterKnowledgeTests
{
    private static readonly (string, string?) Starter = ("Knowledge:ImportStarter", "true");

    [Fact]
    public async Task The_first_start_fills_an_empty_base_and_the_second_loads_the_index_without_training()
    {
        var folder = Directory.CreateTempSubdirectory("platform-test-").FullName;
        await using (var first = new KnowledgeHost(Starter, (TestHost.DataFolderKey, folder)))
        {
            await Answers(first, "怎么办理居住证？", "居住");
            await Answers(first, "How do I apply for a residence permit?", "permit");
            first.Live.Trainings.ShouldBe(2);
        }

        await using (var second = new KnowledgeHost(Starter, (TestHost.DataFolderKey, folder)))
        {
            await Answers(second, "怎么办理居住证？", "居住");
            second.Live.Trainings.ShouldBe(0);
        }

        Directory.Delete(folder, recursive: true);
    }

    private static async Task Answers(KnowledgeHost host, string question, string expected)
    {
        var findings = await host.Ask(question);
        findings.Decision.ShouldBeOfType<PolicyDecision.Answer>().Candidate.Answer.ShouldContain(expected, Case.Insensitive);
        findings.Result.Passages.ShouldNotBeEmpty();
    }
}
