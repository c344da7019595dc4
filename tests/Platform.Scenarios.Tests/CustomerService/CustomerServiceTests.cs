using Platform.Data.Conversations;
using Platform.Scenarios.CustomerService;
using Platform.Scenarios.Turns;
using Shouldly;
using Xunit;

namespace Platform.Scenarios.Tests.CustomerService;

[CollectionDefinition(Name)]
public sealed class ServiceDeskCollection : ICollectionFixture<ServiceDesk>
{
    public const string Name = "Service desk with the starter base";
}

[Collection(ServiceDeskCollection.Name)]
public sealed class CustomerServiceTests(ServiceDesk desk)
{
    [Fact]
    public async Task Whoever_joins_is_greeted_once_in_their_language_with_four_questions_to_begin_with()
    {
        var visitor = desk.Visitor("en-GB");

        var greeting = (await visitor.Join()).ShouldHaveSingleItem();
        var again = await visitor.Join();

        greeting.Decision.ShouldBe(Decisions.Greeted);
        greeting.Text.ShouldStartWith("Hello");
        greeting.Buttons.Count().ShouldBe(4);
        again.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_greeting_s_button_leads_to_its_entry()
    {
        var visitor = desk.Visitor("zh-CN");
        var offered = (await visitor.Join()).Single();

        var answer = await visitor.Say(offered.Reply.Choices[0].Value);

        answer.Decision.ShouldBe(Decisions.Answered);
        answer.Details!.Reason.ShouldBe(AnswerReasons.Picked);
        answer.Details.Topic!.Question.ShouldBe(offered.Details!.Offered[0].Question);
    }

    [Theory]
    [InlineData("怎么办理居住证？", "居住登记满6个月")]
    [InlineData("How do I apply for a residence permit?", "6 months")]
    public async Task A_known_question_gets_its_standard_answer_with_the_source(string question, string expected)
    {
        var answer = await desk.Visitor().Say(question);

        answer.Decision.ShouldBe(Decisions.Answered);
        answer.Text.ShouldContain(expected);
        answer.Text.ShouldEndWith("[1]");
        answer.Reply.AiGenerated.ShouldBeFalse();
        answer.Reply.AsksFeedback.ShouldBeTrue();
        var source = answer.Reply.Citations.ShouldHaveSingleItem();
        source.Position.ShouldBe(1);
        source.Url.ShouldStartWith("/sources/");
        source.Abstract.ShouldContain(expected);
    }

    [Fact]
    public async Task What_is_not_known_is_declined_and_a_person_is_offered()
    {
        var visitor = desk.Visitor();

        var declined = await visitor.Say("魔方最后一层怎么还原？");

        declined.Decision.ShouldBe(Decisions.Declined);
        declined.Text.ShouldContain("没有找到");
        declined.Buttons.ShouldBe(["转人工"]);
        (await visitor.Say(declined.Reply.Choices[0].Value)).Decision.ShouldBe(Decisions.HandedOver);
    }

    [Fact]
    public async Task A_question_that_only_a_document_answers_is_quoted_from_it()
    {
        var answer = await desk.Visitor().Say("静音舱是干什么用的？");

        answer.Decision.ShouldBe(Decisions.Answered);
        answer.Text.ShouldContain("静音舱2间供线上面试和听课");
        answer.Reply.AiGenerated.ShouldBeFalse();
        answer.Reply.Citations.ShouldHaveSingleItem().Name.ShouldContain("图书馆");
    }

    [Theory]
    [InlineData("怎么办理居住证？", "那要多少钱？", "首次办理免费")]
    [InlineData("How do I apply for a residence permit?", "And how much does it cost?", "first permit is free")]
    [InlineData("养狗要办证吗，怎么办？", "在哪里办", "派出所")]
    public async Task A_follow_up_after_a_canned_answer_is_understood_from_the_dialogue(string question, string followUp, string expected)
    {
        var visitor = desk.Visitor();
        await visitor.Say(question);

        var answer = await visitor.Say(followUp);

        answer.Decision.ShouldBe(Decisions.Answered);
        answer.Text.ShouldContain(expected);
        answer.Details!.QueryBy.ShouldBe("combined");
    }

    [Theory]
    [InlineData("怎么办理居住证？", "附近有什么好吃的")]
    [InlineData("How do I apply for a residence permit?", "What about the weather?")]
    public async Task A_new_matter_is_not_taken_for_a_follow_up(string question, string other)
    {
        var visitor = desk.Visitor();
        await visitor.Say(question);

        (await visitor.Say(other)).Decision.ShouldBe(Decisions.Declined);
    }

    [Fact]
    public async Task An_answer_that_helped_is_resolved_and_confirmed()
    {
        var visitor = desk.Visitor();
        await visitor.Say("怎么办理居住证？");
        (await visitor.Read()).Outcome.ShouldBe(SessionOutcome.ResolvedImplied);

        (await visitor.Say("谢谢，解决了")).Decision.ShouldBe(Decisions.Confirmed);

        (await visitor.Read()).Outcome.ShouldBe(SessionOutcome.ResolvedConfirmed);
    }

    [Fact]
    public async Task An_answer_that_did_not_help_leads_to_a_next_step()
    {
        var visitor = desk.Visitor();
        await visitor.Say("How do I apply for a residence permit?");

        var next = await visitor.Say("no, it didn't help");

        next.Decision.ShouldBe(Decisions.NextStep);
        next.Reply.Choices.ShouldNotBeEmpty();
        (await visitor.Read()).Outcome.ShouldBe(SessionOutcome.Abandoned);
    }

    [Fact]
    public async Task The_bot_is_silent_from_the_hand_over_until_a_person_hands_back()
    {
        var visitor = desk.Visitor();
        var staff = Guid.CreateVersion7();

        (await visitor.Say("我要找人工客服")).Decision.ShouldBe(Decisions.HandedOver);
        (await visitor.SayAll("怎么办理居住证？")).ShouldBeEmpty();
        await visitor.Grain().TakeOver(staff);
        await visitor.Grain().Say(staff, "您好，我是工作人员。");
        (await visitor.SayAll("怎么办理居住证？")).ShouldBeEmpty();
        await visitor.Grain().HandBack(staff);

        (await visitor.Say("怎么办理居住证？")).Decision.ShouldBe(Decisions.Answered);
        (await visitor.Read()).Outcome.ShouldBe(SessionOutcome.Escalated);
    }

    [Fact]
    public async Task What_is_for_staff_only_is_not_answered_in_a_channel()
    {
        var answer = await desk.Visitor().Say("（坐席）市民居住证申请因地址编码不一致被退回，坐席怎么处理？");

        answer.Details!.Candidates.ShouldAllBe(candidate => !candidate.Question.Contains("坐席", StringComparison.Ordinal));
        answer.Details.Score!.Value.ShouldBeLessThan(1);
    }

    [Fact]
    public async Task How_an_answer_came_about_is_kept_but_not_shown()
    {
        var answer = await desk.Visitor().Say("居住证 办理流程");

        answer.Details!.Query.ShouldBe("居住证 办理流程");
        answer.Details.Candidates.ShouldNotBeEmpty();
        answer.Details.Candidates[0].Lexical.ShouldBeGreaterThan(0);
        answer.Details.Times.ContainsKey("total").ShouldBeTrue();
        answer.Details.High.ShouldNotBeNull();
        answer.Reply.Details.ShouldBeNull();
    }

    /// <summary>Wordings of the development set that are well known to be found; how many are found in all is measured by <c>evaluate knowledge</c>.</summary>
    [Theory]
    [InlineData("流动人口登记 手机上怎么填 单位宿舍", "刚到云溪，怎么做居住登记？")]
    [InlineData("社保卡不见了 零时冻结 补新卡 费用", "社保卡丢了怎么挂失补卡？")]
    [InlineData("夫妻俩都交公积金，想用它按揭买第一套房，额度和利率是多少啊", "怎么申请公积金贷款买房，最多能贷多少？")]
    [InlineData("今天早上起来水龙头一滴水都没有，小区是在维修吗，几点来水", "家里停水了，怎么知道原因和恢复时间？")]
    [InlineData("暧气片不热 我放过气了还是冰凉冰凉的", "家里暖气不热，怎么办？")]
    [InlineData("提车 拖车费 停放场 夜里开门吗", "车被拖走了，去哪里取，要交多少钱？")]
    [InlineData("舞蹈班中途不上了 机构不肯退余款", "培训班不退钱或者关门跑路了怎么办？")]
    [InlineData("您好，准妈妈的免费检查除了唐筛还包括什么，外地户口可以用吗？", "孕妇免费产检包括哪些项目，怎么用？")]
    [InlineData("住宅注册公司 房东同意 楼栋邻居同意", "自己住的房子能注册公司吗？")]
    [InlineData("隔壁装修周日一大早用电钻，周末到底允不允许敲墙", "装修几点到几点可以施工？")]
    [InlineData("My yearly endorsement on the permit lapsed a few weeks ago, will I lose the years I've already built up?", "My residence permit is about to expire. How do I renew (endorse) it?")]
    [InlineData("hukou book missing, can someone other than the head of household collect another", "My household booklet is lost or damaged. How do I get a new one?")]
    [InlineData("Can I do the annual proof-of-eligibility face check for my elderly dad from my phone?", "How do retirees complete the yearly pension eligibility check?")]
    [InlineData("off-peak night electricity rate for charging my car, how to switch", "How is my electricity bill calculated and what are the tiers?")]
    [InlineData("My registered bus card is gone with about 200 yuan on it. Can the balance be saved onto a new one?", "I lost my travel card. Can I get the money on it back?")]
    [InlineData("When they gave my car back at the pound there was a new dent in the door. Who pays for that?", "My car was towed. Where do I collect it and what do I pay?")]
    [InlineData("When do the zhongkao marks come out and can we ask for a recheck of the maths paper?", "How do I look up the senior high entrance exam result, and can it be rechecked?")]
    [InlineData("free folic acid and antenatal card for expecting women", "What free antenatal checks do expectant mothers get, and how do I use them?")]
    [InlineData("deadline for company yearly report, company opened last year", "When is the annual report due and what if I forgot?")]
    [InlineData("My ceiling drips right under the bathroom on the next floor up and my parquet is ruined. Who pays for it?", "Water from upstairs has flooded my home; what do I do?")]
    public async Task A_question_in_other_words_gets_the_answer_of_its_entry(string asked, string question)
    {
        var answer = await desk.Visitor().Say(asked);

        answer.Decision.ShouldBe(Decisions.Answered);
        answer.Reply.Citations.ShouldHaveSingleItem().Name.ShouldBe(question);
    }
}
