using System.Text.Json.Nodes;
using Platform.Scenarios.CommunityRole;
using Platform.Scenarios.Counseling;
using Platform.Scenarios.Simulation.Content;
using Shouldly;
using Xunit;

namespace Platform.Scenarios.Tests.Simulation.Content;

public sealed class ContentFileTests
{
    private static readonly string Residents = Path.Combine(AppContext.BaseDirectory, "CommunityRole", "Content", "personas");
    private static readonly string Cases = Path.Combine(AppContext.BaseDirectory, "CommunityRole", "Content", "cases");
    private static readonly string HelpSeekers = Path.Combine(AppContext.BaseDirectory, "Counseling", "Content", "help-seekers");

    [Fact]
    public void Every_authored_file_can_be_played()
    {
        ContentFile.ReadAll<ResidentPersona>(Residents).Count.ShouldBeGreaterThanOrEqualTo(2);
        ContentFile.ReadAll<CommunityCase>(Cases).Count.ShouldBeGreaterThanOrEqualTo(2);
        ContentFile.ReadAll<HelpSeeker>(HelpSeekers).Count.ShouldBeGreaterThanOrEqualTo(1);
    }

    [Fact]
    public void An_unknown_key_is_refused_with_file_place_and_reason()
    {
        var refused = Refuse<ResidentPersona>(Residents, "zhou-guilan", persona => persona["temper"]!["rage"] = 3);

        refused.Message.ShouldContain("zhou-guilan.json");
        refused.Message.ShouldContain("$.temper");
        refused.Message.ShouldContain("rage");
        refused.Message.ShouldNotContain("Platform.");
    }

    [Fact]
    public void A_missing_key_and_a_wrong_value_are_refused()
    {
        Refuse<ResidentPersona>(Residents, "zhou-guilan", persona => persona.AsObject().Remove("hostility")).Message.ShouldContain("hostility");
        Refuse<ResidentPersona>(Residents, "zhou-guilan", persona => persona["hostility"] = "grumpy").Message.ShouldSatisfyAllConditions(message => message.ShouldContain("$.hostility"), message => message.ShouldNotContain("Platform."));
    }

    [Fact]
    public void A_gated_fact_without_words_that_betray_it_is_refused() =>
        Refuse<ResidentPersona>(Residents, "zhou-guilan", persona => persona["facts"]![2]!.AsObject().Remove("marks")).Message.ShouldContain("$.facts[2].marks");

    [Fact]
    public void A_betraying_word_that_stands_in_an_earlier_fact_is_refused() =>
        Refuse<CommunityCase>(Cases, "night-mahjong", found => found["facts"]![0]!["say"]![0] = "十点半开始，三月份就有了。").Message.ShouldContain("十点半");

    [Fact]
    public void A_betraying_word_in_what_is_known_from_the_start_is_refused()
    {
        Refuse<ResidentPersona>(Residents, "zhou-guilan", persona => persona["profile"]!["background"] = "老伴放了支架。").Message.ShouldContain("$.profile.background gives away");
        Refuse<ResidentPersona>(Residents, "zhou-guilan", persona => persona["profile"]!["household"] = "和放了支架的老伴住").Message.ShouldContain("$.profile.household gives away");
        Refuse<ResidentPersona>(Residents, "zhou-guilan", persona => persona["principles"]![0] = "支架的事最怕人提").Message.ShouldContain("$.principles gives away");
        Refuse<CommunityCase>(Cases, "night-mahjong", found => found["goal"] = "让租客姓马的出面。").Message.ShouldContain("$.goal gives away");
        Refuse<CommunityCase>(Cases, "night-mahjong", found => found["wants"] = "十点半以后安静。").Message.ShouldContain("$.wants gives away");
        Refuse<HelpSeeker>(HelpSeekers, "lin-xiaoyu", person => person["situation"] = "她说考不上就什么都不是。").Message.ShouldContain("$.situation gives away");
    }

    [Fact]
    public void A_betraying_word_in_the_text_of_an_earlier_fact_is_refused() =>
        Refuse<CommunityCase>(Cases, "night-mahjong", found => found["facts"]![0]!["text"] = "十点半开始，从三月起。").Message.ShouldContain("十点半");

    [Fact]
    public void An_act_of_another_family_is_refused() =>
        Refuse<CommunityCase>(Cases, "night-mahjong", found => found["agreement"]!["needs"]![0] = "complex-reflection").Message.ShouldContain("complex-reflection");

    [Fact]
    public void A_core_belief_that_anybody_hears_is_refused() =>
        Refuse<HelpSeeker>(HelpSeekers, "lin-xiaoyu", person =>
        {
            person["model"]!["coreBeliefs"]![0]!["gate"] = "free";
            person["model"]!["coreBeliefs"]![0]!.AsObject().Remove("level");
        }).Message.ShouldContain("core belief");

    [Theory]
    [InlineData("[哎|唉，这事", "without its ]")]
    [InlineData("好|坏", "outside")]
    [InlineData("{unknown}来了", "blank")]
    [InlineData("[一[二|三]]", "within")]
    public void A_template_that_cannot_be_read_is_refused(string template, string reason) => Template.Problem(template).ShouldNotBeNull().English.ShouldContain(reason);

    [Fact]
    public void A_template_takes_one_of_each_choice_and_fills_its_blanks() =>
        Template.Expand("[哎|唉]，{address}，[都|]三个月了", count => count - 1, blank => blank == "address" ? "同志" : "?").ShouldBe("唉，同志，三个月了");

    [Fact]
    public void Every_problem_is_said_in_chinese_and_in_english()
    {
        var persona = Refuse<ResidentPersona>(Residents, "zhou-guilan", persona =>
        {
            persona["temper"]!["anger"] = 140;
            persona["temper"]!["flare"] = 3;
            persona["facts"]![0]!["say"] = new JsonArray("[一句");
            persona["principles"]![0] = "";
        });
        var matter = Refuse<CommunityCase>(Cases, "night-mahjong", found =>
        {
            found["turns"] = 90;
            found["grounds"] = new JsonArray();
            found["agreement"]!["needs"]![0] = "complex-reflection";
            found["trainees"]!["bad"] = new JsonArray("");
        });
        var person = Refuse<HelpSeeker>(HelpSeekers, "lin-xiaoyu", person =>
        {
            person["turns"] = 90;
            person["between"] = new JsonArray();
            person["model"]!["situations"] = new JsonArray();
        });

        persona.Problems.ShouldContain(new ContentProblem("$.temper.anger 是 140，应在 0 到 100 之间。", "$.temper.anger is 140; 0 to 100 is needed."));
        persona.Problems.ShouldContain(new ContentProblem("$.facts[0].say：“[一句”有 [ 而没有对应的 ]。", "$.facts[0].say: '[一句' has a [ without its ]."));
        matter.Problems.ShouldContain(new ContentProblem("$.grounds 是空的：至少要一条法律或政策依据。", "$.grounds is empty; at least one law or policy ground is needed."));
        ContentProblem[] all = [.. persona.Problems, .. matter.Problems, .. person.Problems];
        all.Length.ShouldBeGreaterThan(10);
        all.ShouldAllBe(problem => problem.Chinese != problem.English && problem.Chinese.EndsWith('。') && problem.English.EndsWith('.'));
    }

    [Fact]
    public void Text_that_is_no_json_is_refused_with_its_line()
    {
        var refused = Should.Throw<ContentException>(() => ContentFile.Parse<ResidentPersona>("{\n  \"id\": ", "x.json"));

        refused.Problems.ShouldHaveSingleItem().Chinese.ShouldContain("第 2 行");
    }

    private static ContentException Refuse<T>(string folder, string id, Action<JsonNode> spoil)
        where T : IAuthored
    {
        var file = Path.Combine(folder, $"{id}.json");
        var json = JsonNode.Parse(File.ReadAllText(file))!;
        spoil(json);
        return Should.Throw<ContentException>(() => ContentFile.Parse<T>(json.ToJsonString(), $"{id}.json"));
    }
}
