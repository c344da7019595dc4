using Platform.Scenarios.Knowledge.Search;
using Shouldly;
using Xunit;

namespace Platform.Scenarios.Tests.Knowledge.Search;

public sealed class AnswerPolicyTests
{
    [Theory]
    [InlineData(0.9, 0.7, 0.3, "answer", PolicyReasons.HighScore)]
    [InlineData(0.7, 0.7, 0.3, "answer", PolicyReasons.HighScore)]
    [InlineData(0.69, 0.7, 0.3, "ask", PolicyReasons.Unsure)]
    [InlineData(0.3, 0.7, 0.3, "ask", PolicyReasons.Unsure)]
    [InlineData(0.29, 0.7, 0.3, "decline", PolicyReasons.LowScore)]
    [InlineData(0.0, 0.7, 0.0, "ask", PolicyReasons.Unsure)]
    [InlineData(0.0, 0.0, 0.0, "answer", PolicyReasons.HighScore)]
    [InlineData(0.999, 1.0, 1.0, "decline", PolicyReasons.LowScore)]
    [InlineData(0.999, 1.0, 0.5, "ask", PolicyReasons.Unsure)]
    public void The_score_decides(double score, double high, double low, string expected, string reason)
    {
        var decision = new AnswerPolicy(new AnswerPolicyOptions { High = high, Low = low }).Decide(Result(Found("a", score)));

        Kind(decision).ShouldBe(expected);
        decision.Reason.ShouldBe(reason);
        decision.Figures.ShouldBe(new PolicyFigures(score, high, low));
    }

    [Fact]
    public void An_exact_question_is_answered_at_any_limit()
    {
        var decision = new AnswerPolicy(new AnswerPolicyOptions { High = 1, Low = 1 }).Decide(Result(Found("a", 1, exact: true), Found("b", 0.9)));

        decision.ShouldBeOfType<PolicyDecision.Answer>().Candidate.Key.ShouldBe("a");
        decision.Reason.ShouldBe(PolicyReasons.ExactQuestion);
    }

    [Fact]
    public void One_question_in_two_entries_is_asked_back()
    {
        var decision = new AnswerPolicy(new AnswerPolicyOptions()).Decide(Result(Found("a", 1, exact: true), Found("b", 1, exact: true), Found("c", 0.2)));

        decision.ShouldBeOfType<PolicyDecision.AskBack>().Choices.Select(choice => choice.Key).ShouldBe(["a", "b"]);
        decision.Reason.ShouldBe(PolicyReasons.SameQuestionTwice);
    }

    [Fact]
    public void At_most_three_choices_are_offered_and_nothing_found_is_declined()
    {
        var policy = new AnswerPolicy(new AnswerPolicyOptions { High = 0.9, Low = 0.1 });

        var asked = policy.Decide(Result(Found("a", 0.5), Found("b", 0.4), Found("c", 0.3), Found("d", 0.2)));
        var nothing = policy.Decide(Result());

        asked.ShouldBeOfType<PolicyDecision.AskBack>().Choices.Select(choice => choice.Key).ShouldBe(["a", "b", "c"]);
        nothing.ShouldBeOfType<PolicyDecision.Decline>().Reason.ShouldBe(PolicyReasons.NothingFound);
    }

    [Theory]
    [InlineData(0.1, 0.6, "quote", PolicyReasons.PassageFound)]
    [InlineData(0.5, 0.6, "quote", PolicyReasons.PassageFound)]
    [InlineData(0.1, 0.59, "decline", PolicyReasons.LowScore)]
    public void A_passage_is_quoted_where_no_entry_is_sure(double score, double passage, string expected, string reason)
    {
        var found = Result(Found("a", score)) with { Passages = [new PassageCandidate(new SearchPassage("p", "d", "h", "t", "zh"), passage, passage, "t")] };

        var decision = new AnswerPolicy(new AnswerPolicyOptions { High = 0.6, Low = 0.3, Passage = 0.6 }).Decide(found);

        Kind(decision).ShouldBe(expected);
        decision.Reason.ShouldBe(reason);
    }

    [Theory]
    [InlineData(0.9, 0.8, false, "decline", PolicyReasons.DeclinedQuestion)]
    [InlineData(0.4, 0.2, false, "decline", PolicyReasons.DeclinedQuestion)] // before a passage that shares words is quoted
    [InlineData(0.7, 0.8, false, "answer", PolicyReasons.HighScore)]
    [InlineData(0.2, 0.1, false, "quote", PolicyReasons.PassageFound)] // not sure enough of that either
    [InlineData(1.0, 1.0, true, "answer", PolicyReasons.ExactQuestion)]
    public void What_is_recognised_only_to_be_declined_counts_when_it_fits_best(double declined, double best, bool exact, string expected, string reason)
    {
        var found = Result(Found("a", best, exact)) with
        {
            Declined = Found("not-ours", declined, declined == 1),
            Passages = [new PassageCandidate(new SearchPassage("p", "d", "h", "t", "zh"), 1, 1, "t")],
        };

        var decision = new AnswerPolicy(new AnswerPolicyOptions { High = 0.6, Low = 0.3, Passage = 0.6 }).Decide(found);

        Kind(decision).ShouldBe(expected);
        decision.Reason.ShouldBe(reason);
        if (decision is PolicyDecision.Decline decline) decline.Recognised!.Key.ShouldBe("not-ours");
    }

    [Theory]
    [InlineData(0.3, 0.7)]
    [InlineData(1.1, 0.5)]
    [InlineData(0.5, -0.1)]
    [InlineData(double.NaN, 0.1)]
    [InlineData(0.5, double.NaN)]
    public void Limits_out_of_order_are_refused(double high, double low) =>
        Should.Throw<ArgumentException>(() => new AnswerPolicy(new AnswerPolicyOptions { High = high, Low = low }));

    private static string Kind(PolicyDecision decision) => decision switch
    {
        PolicyDecision.Answer => "answer",
        PolicyDecision.AskBack => "ask",
        PolicyDecision.Quote => "quote",
        _ => "decline",
    };

    private static SearchResult Result(params SearchCandidate[] candidates) => new("query", candidates, [], []);

    private static SearchCandidate Found(string key, double score, bool exact = false) =>
        new(key, "en", key, key, "", score, new StageScores(0, 0, 0, null), exact);
}
