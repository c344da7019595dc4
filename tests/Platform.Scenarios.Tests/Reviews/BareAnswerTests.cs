using Platform.Data.Conversations;
using Platform.Scenarios.CustomerService;
using Platform.Scenarios.Reviews;
using Platform.Scenarios.Turns;
using Shouldly;
using Xunit;

namespace Platform.Scenarios.Tests.Reviews;

public sealed class BareAnswerTests
{
    private static readonly TurnDetails Quoted = new() { Language = "en", Topic = new AnsweredTopic("What is a ticket?", null, "en") };
    private static readonly TurnDetails FollowedUp = new() { Language = "zh", Reason = AnswerReasons.FollowUpInAnswer, Topic = new AnsweredTopic("怎么坐地铁？", "entry", "zh") };
    private static readonly TurnDetails Stored = new() { Language = "en", Topic = new AnsweredTopic("What is a ticket?", "entry", "en") };

    public static TheoryData<string, string, TurnDetails?, string> Answers => new()
    {
        { "a stored answer", "Two yuan. [1]", Stored, "Two yuan." },
        { "a quoted sentence", "\"Fares\" says:\n\nTwo yuan. [1]", Quoted, "Two yuan." },
        { "a follow-up", "关于“怎么坐地铁？”：\n\n单程二元。 [1]", FollowedUp, "单程二元。" },
        { "a composed answer", "Two yuan [1][2]. Children go free [2].", Quoted, "Two yuan. Children go free." },
        { "a mark that names no source", "Fill in box [9]. [1]", Stored, "Fill in box [9]." },
        { "a stored answer that begins as a quotation does", "\"Fares\" says:\n\nTwo yuan. [1]", Stored, "\"Fares\" says:\n\nTwo yuan." },
        { "an answer of which nothing was kept", "Two yuan.", null, "Two yuan." },
    };

    [Theory]
    [MemberData(nameof(Answers))]
    public void What_the_bot_adds_is_left_out_and_the_rest_stays_as_it_is(string what, string said, TurnDetails? details, string bare)
    {
        var reply = Reply.Say(said) with { Citations = [new Citation(1, "Fares", "", null), new Citation(2, "Children", "", null)] };
        var turn = new Turn { ConversationId = ConversationId.New(), Sequence = 2, Speaker = Speaker.Bot, Kind = "message", Text = said, Content = reply.ToJson(), At = DateTimeOffset.UnixEpoch, State = TurnState.Sent };

        BareAnswer.Of(turn, details).ShouldBe(bare, what);
    }
}
