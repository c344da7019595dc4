using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Platform.Data.Conversations;
using Platform.Model;
using Platform.Model.Routes;
using Platform.Model.Serving;
using Platform.Scenarios.Skills;
using Platform.Scenarios.Skills.ClassicalPoetry;
using Platform.Scenarios.Turns;
using Platform.Testing.Models;
using Shouldly;
using Xunit;

namespace Platform.Scenarios.Tests.Skills.ClassicalPoetry;

public sealed class PoetryScenarioTests
{
    [Theory]
    [InlineData("写诗 春望 七绝", "七绝")]
    [InlineData("写诗 五律 秋夜", "五律")]
    [InlineData("poem 春江 如梦令", "如梦令")]
    public async Task A_poem_comes_with_its_form_its_tones_and_its_rhyme(string said, string form)
    {
        await using var provider = Provider(local: true);

        var reply = await Reply(provider, said);

        reply.AiGenerated.ShouldBeTrue();
        reply.Decision.ShouldBe(Decisions.Answered);
        var (poem, check) = Parts(reply);
        new PoemChecker(RhymeBook.Shipped()).Check(poem, PoemForm.Named(form), Strictness.Strict, repetition: true).IsClean.ShouldBeTrue(poem);
        check.ShouldStartWith(form);
        check.ShouldContain("合律");
        check.ShouldContain("韵：");
        reply.Details.ShouldNotBeNull().ShouldContain("\"inForm\":true");
    }

    [Fact]
    public async Task Heads_begin_the_lines()
    {
        await using var provider = Provider(local: true);

        var (poem, _) = Parts(await Reply(provider, "藏头 春夏秋冬 五绝"));

        string.Concat(PoemText.Read(poem).Lines.Select(line => line[0])).ShouldBe("春夏秋冬");
    }

    [Fact]
    public async Task A_given_line_is_gone_on_from_in_lines_of_its_length()
    {
        await using var provider = Provider(local: true);

        var (poem, check) = Parts(await Reply(provider, "续诗 白日依山尽，黄河入海流"));

        poem.ReplaceLineEndings("").Replace(" ", "", StringComparison.Ordinal).ShouldStartWith("白日依山尽，黄河入海流。");
        check.ShouldStartWith("五绝");
    }

    [Fact]
    public async Task A_poem_is_checked_without_any_model()
    {
        await using var provider = Provider(local: false);

        var reply = await Reply(provider, "查诗 白日依山尽，黄河入海流。欲穷千里目，更上一层山。");

        reply.AiGenerated.ShouldBeFalse();
        reply.Text.ShouldNotBeNull().ShouldContain("出韵");
    }

    [Theory]
    [InlineData("写诗 春望 七绝", "Models:Routes")]
    [InlineData("续诗 关关雎鸠", "4 字")]
    [InlineData("写诗", "诗歌模型")]
    [InlineData("藏头 春夏秋冬风 五绝", "只有 4 句")]
    public async Task What_cannot_be_written_is_said_in_words(string said, string why)
    {
        await using var provider = Provider(local: said.StartsWith("藏头", StringComparison.Ordinal));

        var reply = await Reply(provider, said);

        reply.AiGenerated.ShouldBeFalse();
        reply.Text.ShouldNotBeNull().ShouldContain(why);
    }

    [Fact]
    public void A_model_that_refuses_is_told_of_in_Chinese_too()
    {
        AdmissionException[] refusals = [new HostBusyException("The host is busy.", TimeSpan.FromSeconds(1)), new PromptTooLongException("prompt", 9, null, 8), new UnknownModelException("No model."), new InvalidGenerationException("top_p", "It is 2."), new ModelUnavailableException("It stops.")];

        refusals.Select(ClassicalPoetrySkill.InChinese).ShouldAllBe(said => said.EndsWith('。') && !said.Any(char.IsAsciiLetter));
    }

    [Theory]
    [InlineData(false, "查诗")]
    [InlineData(false, "写诗")]
    [InlineData(true, "写诗")]
    public async Task Help_offers_to_write_only_when_there_is_a_model(bool local, string said)
    {
        await using var provider = Provider(local);

        var help = (await Reply(provider, said)).Text.ShouldNotBeNull();

        help.ShouldContain("- 查诗 ");
        help.Contains("- 写诗 ", StringComparison.Ordinal).ShouldBe(local);
    }

    [Theory]
    [InlineData("请问诗歌比赛怎么报名")]
    [InlineData("写诗歌比赛的通知")]
    [InlineData("check my order")]
    public void Other_talk_of_verse_is_no_call(string said) => PoemCall.Read(said).ShouldBeNull();

    private static (string Poem, string Check) Parts(Reply reply) => reply.Text.ShouldNotBeNull().Split("\n\n---\n\n") is [var poem, var check] ? (poem, check) : throw new InvalidOperationException(reply.Text);

    private static async Task<Reply> Reply(ServiceProvider provider, string said)
    {
        var skill = new ClassicalPoetrySkill(provider.GetRequiredService<ModelRoutes>(), provider.GetRequiredService<ModelHost>(), new RemotePoet(new SkillModel(TimeProvider.System, NullLogger<SkillModel>.Instance)), NullLogger<ClassicalPoetrySkill>.Instance);
        var scenario = new PoetryScenario(skill);
        var dialogue = new Dialogue(new ConversationId(Guid.NewGuid()), "webchat", "zh-CN", null, [], new Heard("message", said) { Content = "{}" });
        scenario.IsInvited(dialogue).ShouldBeTrue();

        Reply? reply = null;
        await foreach (var what in scenario.RespondAsync(dialogue, TestContext.Current.CancellationToken))
            if (what is ReplyEvent.Said answer)
                reply = answer.Reply;
        return reply.ShouldNotBeNull();
    }

    private static ServiceProvider Provider(bool local)
    {
        var settings = new Dictionary<string, string?>(StringComparer.Ordinal) { ["Models:Shipped"] = "false", ["Models:Serving:Models:poet:Folder"] = "any", ["Models:Routes:poetry:Local"] = local ? "poet" : null };
        var services = new ServiceCollection().AddLogging().AddSingleton<IConfiguration>(new ConfigurationBuilder().AddInMemoryCollection(settings.Where(setting => setting.Value is not null)).Build());
        services.AddPlatformModel().ServeTinyModels();
        return services.BuildServiceProvider();
    }
}
