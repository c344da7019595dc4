using Platform.Data.Conversations;
using Platform.Scenarios.CustomerService;
using Platform.Scenarios.Turns;
using Shouldly;
using Xunit;

namespace Platform.Scenarios.Tests.CustomerService;

public sealed class IntentTests
{
    private static readonly DialogueState Fresh = DialogueState.Of([]);
    private static readonly DialogueState Answered = After(Decisions.Answered, new TurnDetails { Topic = new AnsweredTopic("怎么办理居住证？", "k", "zh") });
    private static readonly DialogueState Offered = After(Decisions.AskedBack, new TurnDetails { Offered = [new("a", "zh", "怎么办理居住证？", "怎么办理居住证？"), new("b", "zh", "居住证丢了怎么补办？", "居住证丢了怎么补办？")] });
    private static readonly DialogueState Declined = After(Decisions.Declined, new TurnDetails());

    [Theory]
    [InlineData("人工")]
    [InlineData("转人工")]
    [InlineData("我要找人工客服！")]
    [InlineData("麻烦您帮我转一下人工吧，谢谢")]
    [InlineData("你好，有没有用，我要真人客服")]
    [InlineData("我想找个人问问")]
    [InlineData("talk to a person")]
    [InlineData("Can I speak to a human please?")]
    [InlineData("I want to talk to an agent")]
    [InlineData("representative")]
    [InlineData("This is useless. Let me talk to someone.")]
    public void The_wish_for_a_person_is_understood(string text) => IntentReader.Read(text, Fresh).ShouldBeOfType<Intent.AsksForPerson>();

    [Theory]
    [InlineData("人工授精医保能报销吗")]
    [InlineData("客服中心的电话是多少")]
    [InlineData("工作人员态度不好怎么投诉")]
    [InlineData("Can a person with a residence permit vote?")]
    [InlineData("How do I become a real estate agent?")]
    public void A_question_about_people_is_a_question(string text) => IntentReader.Read(text, Fresh).ShouldBeOfType<Intent.Asks>();

    [Theory]
    [InlineData("你好", typeof(Intent.Greets))]
    [InlineData("Hi there!", typeof(Intent.Greets))]
    [InlineData("好的，谢谢您", typeof(Intent.Thanks))]
    [InlineData("ok thanks a lot", typeof(Intent.Thanks))]
    [InlineData("谢谢，再见", typeof(Intent.TakesLeave))]
    [InlineData("没有了", typeof(Intent.TakesLeave))]
    [InlineData("Bye.", typeof(Intent.TakesLeave))]
    [InlineData("嗯嗯", typeof(Intent.Acknowledges))]
    [InlineData("👍", typeof(Intent.SaysNothing))]
    [InlineData("   ", typeof(Intent.SaysNothing))]
    public void Courtesies_are_told_from_questions(string text, Type intent) => IntentReader.Read(text, Fresh).ShouldBeOfType(intent);

    [Theory]
    [InlineData("您好，请问居住证怎么办？", "居住证怎么办？")]
    [InlineData("Hello, how do I get a library card? Thanks!", "how do I get a library card?")]
    [InlineData("居住证怎么办？要多少钱？", "居住证怎么办？要多少钱？")]
    public void Courtesies_around_a_question_are_cut(string text, string question) =>
        IntentReader.Read(text, Fresh).ShouldBeOfType<Intent.Asks>().Question.Replace("请问", "", StringComparison.Ordinal).ShouldBe(question);

    [Fact]
    public void A_bare_yes_or_no_means_what_was_said_last()
    {
        IntentReader.Read("yes", Answered).ShouldBeOfType<Intent.Confirms>();
        IntentReader.Read("没有", Answered).ShouldBeOfType<Intent.Denies>();
        IntentReader.Read("yes please", Declined).ShouldBeOfType<Intent.AsksForPerson>();
        IntentReader.Read("好的", Declined).ShouldBeOfType<Intent.AsksForPerson>();
        IntentReader.Read("不用了", Declined).ShouldBeOfType<Intent.Acknowledges>();
        IntentReader.Read("no", Offered).ShouldBeOfType<Intent.RefusesAll>();
        IntentReader.Read("是的", Fresh).ShouldBeOfType<Intent.Acknowledges>();
        IntentReader.Read("yes it helped", Answered).ShouldBeOfType<Intent.Confirms>();
    }

    [Theory]
    [InlineData("居住证丢了怎么补办？", "b")]
    [InlineData("居住证丢了怎么补办", "b")]
    [InlineData("2", "b")]
    [InlineData("第一个", "a")]
    [InlineData("the second one", "b")]
    public void An_offered_question_is_picked_by_its_words_or_its_place(string text, string key) =>
        IntentReader.Read(text, Offered).ShouldBeOfType<Intent.Picks>().Entry.Key.ShouldBe(key);

    [Fact]
    public void None_of_the_offered_questions_can_be_said() => IntentReader.Read("都不是", Offered).ShouldBeOfType<Intent.RefusesAll>();

    [Fact]
    public void After_a_person_has_spoken_yes_is_not_for_the_bot() =>
        IntentReader.Read("yes", DialogueState.Of([new Line(Speaker.Bot, "…", Decisions.Answered, null), new Line(Speaker.Person, "…", null, null)])).ShouldBeOfType<Intent.Acknowledges>();

    [Fact]
    public void A_long_message_without_an_end_is_read_in_no_time()
    {
        var text = string.Concat(Enumerable.Repeat("我想要想要", 20_000));
        var started = TimeProvider.System.GetTimestamp();

        IntentReader.Read(text, Fresh).ShouldBeOfType<Intent.Asks>();

        TimeProvider.System.GetElapsedTime(started).ShouldBeLessThan(TimeSpan.FromSeconds(2));
    }

    private static DialogueState After(string decision, TurnDetails details) => DialogueState.Of([new Line(Speaker.User, "…", null, null), new Line(Speaker.Bot, "…", decision, details.Write())]);
}
