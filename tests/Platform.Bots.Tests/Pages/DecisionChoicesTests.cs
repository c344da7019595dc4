using System.Reflection;
using Platform.Bots.Pages.Conversations;
using Platform.Bots.Pages.Words;
using Platform.Scenarios.Turns;
using Shouldly;
using Xunit;

namespace Platform.Bots.Tests.Pages;

public sealed class DecisionChoicesTests
{
    [Fact]
    public void Every_decision_can_be_chosen()
    {
        var decisions = typeof(Decisions).GetFields(BindingFlags.Public | BindingFlags.Static).Select(field => (string)field.GetRawConstantValue()!).ToList();

        decisions.Count.ShouldBeGreaterThanOrEqualTo(10);
        decisions.Except(DecisionChoices.All, StringComparer.Ordinal).ShouldBeEmpty();
        DecisionChoices.All.Distinct(StringComparer.Ordinal).Count().ShouldBe(DecisionChoices.All.Count);
    }

    [Fact]
    public void Every_choice_is_said_in_both_languages() =>
        DecisionChoices.All.Where(decision => !ConsoleWords.All.ContainsKey($"conversations.decision-{decision}")).ShouldBeEmpty();
}
