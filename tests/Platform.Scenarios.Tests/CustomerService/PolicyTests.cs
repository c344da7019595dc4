using Platform.Scenarios.Knowledge.Search;
using Shouldly;
using Xunit;

namespace Platform.Scenarios.Tests.CustomerService;

public sealed class PolicyTests
{
    [Theory]
    [InlineData(0.60, 0.30, 0.60, 0.0, "Answer", PolicyReasons.HighScore)]
    [InlineData(0.60, 0.30, 0.599, 0.0, "AskBack", PolicyReasons.Unsure)]
    [InlineData(0.60, 0.30, 0.30, 0.0, "AskBack", PolicyReasons.Unsure)]
    [InlineData(0.60, 0.30, 0.299, 0.0, "Decline", PolicyReasons.LowScore)]
    [InlineData(0.60, 0.30, 0.10, 0.60, "Quote", PolicyReasons.PassageFound)]
    [InlineData(0.60, 0.30, 0.50, 0.60, "Quote", PolicyReasons.PassageFound)]
    [InlineData(0.60, 0.30, 0.10, 0.59, "Decline", PolicyReasons.LowScore)]
    [InlineData(0.00, 0.00, 0.00, 0.0, "Answer", PolicyReasons.HighScore)] // 0 is 0: everything is answered
    [InlineData(1.00, 0.00, 0.00, 0.0, "AskBack", PolicyReasons.Unsure)] // 0 is 0: nothing is declined
    [InlineData(1.00, 1.00, 0.999, 0.0, "Decline", PolicyReasons.LowScore)]
    public void The_score_decides(double high, double low, double score, double passage, string decision, string reason)
    {
        var policy = new AnswerPolicy(new AnswerPolicyOptions { High = high, Low = low, Passage = 0.6 });

        var decided = policy.Decide(Found([Candidate("a", score)], passage));

        decided.GetType().Name.ShouldBe(decision);
        decided.Reason.ShouldBe(reason);
        decided.Figures.ShouldBe(new PolicyFigures(score, high, low));
    }

    [Fact]
    public void Nothing_found_is_its_own_state() =>
        new AnswerPolicy(new AnswerPolicyOptions { High = 0, Low = 0 }).Decide(Found([], 0)).ShouldBeOfType<PolicyDecision.Decline>().Reason.ShouldBe(PolicyReasons.NothingFound);

    [Fact]
    public void A_stored_question_is_answered_whatever_the_limits() =>
        new AnswerPolicy(new AnswerPolicyOptions { High = 1, Low = 1 }).Decide(Found([Candidate("a", 1, exact: true)], 0)).ShouldBeOfType<PolicyDecision.Answer>();

    [Fact]
    public void Two_entries_with_the_same_question_are_asked_back() =>
        new AnswerPolicy(new AnswerPolicyOptions()).Decide(Found([Candidate("a", 1, exact: true), Candidate("b", 1, exact: true)], 0))
            .ShouldBeOfType<PolicyDecision.AskBack>().Choices.Count.ShouldBe(2);

    [Fact]
    public void At_most_three_choices_are_offered() =>
        new AnswerPolicy(new AnswerPolicyOptions { High = 0.9, Low = 0.1 }).Decide(Found([.. "abcde".Select(key => Candidate($"{key}", 0.5))], 0))
            .ShouldBeOfType<PolicyDecision.AskBack>().Choices.Select(choice => choice.Key).ShouldBe(["a", "b", "c"]);

    [Fact]
    public void Limits_the_wrong_way_round_are_refused() =>
        Should.Throw<ArgumentException>(() => new AnswerPolicy(new AnswerPolicyOptions { High = 0.2, Low = 0.5 })).Message.ShouldContain("0.5");

    private static SearchResult Found(IReadOnlyList<SearchCandidate> candidates, double passage) =>
        new("q", candidates, passage == 0 ? [] : [new PassageCandidate(new SearchPassage("p", "d", "h", "t", "zh"), passage, passage, "t")], []);

    private static SearchCandidate Candidate(string key, double score, bool exact = false) =>
        new(key, "zh", key, key, "answer", score, new StageScores(score, score, score, null), exact);
}
