using Platform.Bots.Pages.Words;
using Platform.Data.Knowledge;
using Platform.Scenarios.Knowledge;
using Platform.Scenarios.Knowledge.Import;
using Shouldly;
using Xunit;

namespace Platform.Bots.Tests.Pages.Knowledge;

public sealed class KnowledgeWordsTests
{
    [Fact]
    public void Every_rule_fault_and_state_is_said_in_both_languages()
    {
        var keys = Enum.GetNames<ImportRule>().Select(rule => $"knowledge.rule-{rule}")
            .Concat(Enum.GetNames<FileProblem>().Select(problem => $"knowledge.fault-{problem}"))
            .Concat(Enum.GetNames<KnowledgeState>().Select(state => $"knowledge.state-{state}"));

        keys.Where(key => !ConsoleWords.All.ContainsKey(key)).ShouldBeEmpty();
    }
}
