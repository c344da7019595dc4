using FluentValidation;
using MediatR;
using Microsoft.Extensions.DependencyInjection;
using Platform.Bots.Pages.Improvement;
using Platform.Bots.Pages.Keys;
using Platform.Bots.Pages.Playground;
using Platform.Bots.Pages.Words;
using Platform.Data.Accounts;
using Platform.Scenarios.Improvement;
using Platform.Scenarios.Keys;
using Platform.Scenarios.ServedModels;
using Platform.Testing;
using Shouldly;
using Xunit;

namespace Platform.Bots.Tests.Pages;

/// <summary>A Chinese page says in Chinese why something was refused, an English one in English.</summary>
public sealed class RefusalWordsTests
{
    private static readonly ConsoleWords Words = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("zh-CN", "数据集名称只能用小写字母、数字和连字符，最多 100 个字符，例如 customer-service。 留出比例应在 0 到 0.5 之间。")]
    [InlineData("en", "A dataset's name has small letters, digits and hyphens only, at most 100, such as customer-service. The held-out share must lie between 0 and 0.5.")]
    public async Task Broken_rules_of_a_dataset(string lang, string said)
    {
        await using var host = new TestHost();
        var invalid = await Should.ThrowAsync<ValidationException>(() => host.Services.GetRequiredService<IMediator>().Send(new BuildDataset("", null, 0.9, null), Stop));

        using var page = new PageLanguage(lang);
        BrokenRules.Of(Words, invalid.Errors).ShouldBe(said);
    }

    [Theory]
    [InlineData("zh-CN", "名称必填，最多 100 个字符。 “ftp://x”不是网站地址。请填协议和主机，需要时加端口，例如 https://app.example.org；最多 50 个，每个最多 200 个字符。 每天请求数应大于 0。")]
    [InlineData("en", "A name is needed, with at most 100 characters. 'ftp://x' is no origin. Give scheme and host, with a port if it has one, such as https://app.example.org; at most 50, with at most 200 characters each. The requests a day must be above 0.")]
    public async Task Broken_rules_of_a_key(string lang, string said)
    {
        await using var host = new TestHost();
        var create = new CreateKey("", ApiEnvironment.Sandbox, ApiScopes.Chat, null) { Origins = ["ftp://x"], RequestsPerDay = 0 };
        var invalid = await Should.ThrowAsync<ValidationException>(() => host.Services.GetRequiredService<IMediator>().Send(create, Stop));

        using var page = new PageLanguage(lang);
        KeyRules.Of(Words, invalid.Errors).ShouldBe(said);
    }

    [Theory]
    [InlineData("[]", "请求应是一个 JSON 对象。")]
    [InlineData("{", "不是 JSON，第 1 行第 2 字节处有误。")]
    [InlineData("{}", "缺少 messages。")]
    [InlineData("""{"messages":[],"temperature":"hot"}""", "有一项的类型不对，例如该填数字的地方写了文字。")]
    [InlineData("""{"messages":[],"max_tokens":1e20}""", "有一项的类型不对，例如该填数字的地方写了文字。")]
    public void What_is_pasted_into_the_playground_and_is_no_request(string json, string said)
    {
        var refusal = Should.Throw<UnreadableRequestException>(() => PlaygroundForm.Read(json));

        using var page = new PageLanguage("zh-CN");
        Words["playground.json-" + refusal.Problem, refusal.Line ?? 1, refusal.Place ?? 1].Value.ShouldBe(said);
    }

    [Fact]
    public async Task A_model_that_nobody_serves_cannot_be_loaded()
    {
        await using var host = new TestHost();
        var refused = (await host.Services.GetRequiredService<IMediator>().Send(new ChangeServedModel("nobody", Load: true, null), Stop)).ShouldBeOfType<ChangeServedModelOutcome.Refused>();

        using var page = new PageLanguage("zh-CN");
        Words["models.refused-" + refused.Why, "nobody"].Value.ShouldBe("没有名为“nobody”的模型，或它已停止服务。");
        Enum.GetNames<ModelRefusal>().ShouldAllBe(why => ConsoleWords.All.ContainsKey("models.refused-" + why));
    }

    [Theory]
    [InlineData("rule-MaximumLengthValidator")]
    [InlineData("rule-NotEmptyValidator")]
    public void Every_rule_of_a_draft_is_said(string key) => ConsoleWords.All.ContainsKey("writing." + key).ShouldBeTrue();
}
