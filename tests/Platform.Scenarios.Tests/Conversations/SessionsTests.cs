using Platform.Data.Conversations;
using Platform.Scenarios.Conversations;
using Platform.Scenarios.Turns;
using Shouldly;
using Xunit;

namespace Platform.Scenarios.Tests.Conversations;

public sealed class SessionsTests
{
    private static readonly DateTimeOffset Noon = new(2026, 3, 2, 12, 0, 0, TimeSpan.Zero);
    private static readonly TimeSpan Gap = TimeSpan.FromMinutes(30);

    private readonly List<AccountedTurn> _turns = [];

    [Fact]
    public void A_pause_longer_than_the_gap_begins_a_new_session_that_is_unengaged()
    {
        Hear(0);
        Answer(0.1, Decisions.Answered);
        Hear(30.2);
        Answer(30.3, Decisions.Courtesy);

        Outcomes().ShouldBe([SessionOutcome.ResolvedImplied, SessionOutcome.Unengaged]);
    }

    [Fact]
    public void A_pause_as_long_as_the_gap_does_not()
    {
        Hear(0);
        Answer(0, Decisions.Answered);
        Hear(30);
        Answer(30, Decisions.Courtesy);

        Outcomes().ShouldBe([SessionOutcome.ResolvedImplied]);
    }

    [Theory]
    [InlineData(SessionOutcome.Unengaged, Decisions.Greeted, Decisions.Courtesy)]
    [InlineData(SessionOutcome.ResolvedImplied, Decisions.Answered, Decisions.Courtesy)]
    [InlineData(SessionOutcome.ResolvedConfirmed, Decisions.Answered, Decisions.Confirmed)]
    [InlineData(SessionOutcome.ResolvedImplied, Decisions.Confirmed, Decisions.Answered)]
    [InlineData(SessionOutcome.Abandoned, Decisions.Answered, Decisions.Declined)]
    [InlineData(SessionOutcome.Abandoned, Decisions.Answered, Decisions.NextStep)]
    [InlineData(SessionOutcome.Abandoned, Decisions.AskedBack, Decisions.Courtesy)]
    [InlineData(SessionOutcome.ResolvedImplied, Decisions.AskedBack, Decisions.Answered)]
    [InlineData(SessionOutcome.Escalated, Decisions.HandedOver, Decisions.Answered)]
    public void The_last_matter_decides_and_an_escalation_stays(SessionOutcome outcome, string first, string second)
    {
        Hear(0);
        Answer(0, first);
        Hear(1);
        Answer(1, second);

        Outcomes().ShouldBe([outcome]);
    }

    [Fact]
    public void A_thumb_counts_for_the_session_it_was_given_in()
    {
        Hear(0);
        Answer(0, Decisions.Answered, (true, 5));
        Hear(60);
        Answer(60, Decisions.Answered, (false, 61));

        Outcomes().ShouldBe([SessionOutcome.ResolvedConfirmed, SessionOutcome.Abandoned]);
    }

    [Fact]
    public void A_message_that_waits_for_a_person_belongs_to_an_escalated_session()
    {
        Hear(0);
        Answer(0, Decisions.HandedOver);
        Hear(90);
        Add(Speaker.Person, 91, null, null);
        Hear(200);
        Answer(200, Decisions.Answered);

        Outcomes().ShouldBe([SessionOutcome.Escalated, SessionOutcome.Escalated, SessionOutcome.ResolvedImplied]);
    }

    [Fact]
    public void Help_lines_beside_a_person_do_not_give_the_session_back_to_the_bot()
    {
        Hear(0);
        Answer(0.1, Decisions.HandedOver);
        Hear(40);
        Answer(40.1, Decisions.Crisis);
        Hear(80);

        Outcomes().ShouldBe([SessionOutcome.Escalated, SessionOutcome.Escalated, SessionOutcome.Escalated]);
    }

    private IEnumerable<SessionOutcome> Outcomes() => Sessions.Of(_turns, Gap).Select(session => session.Outcome);

    private void Hear(double minute) => Add(Speaker.User, minute, null, null);

    private void Answer(double minute, string decision, (bool Liked, double Minute)? thumb = null) => Add(Speaker.Bot, minute, decision, thumb);

    private void Add(Speaker speaker, double minute, string? decision, (bool Liked, double Minute)? thumb) => _turns.Add(
        new AccountedTurn(Guid.NewGuid(), Guid.Empty, _turns.Count + 1, speaker, IsMessage: true, speaker == Speaker.Bot ? _turns.Count : null, Noon.AddMinutes(minute), decision)
        {
            Thumb = thumb is { } given ? (given.Liked, Noon.AddMinutes(given.Minute)) : null,
        });
}
