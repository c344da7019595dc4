using System.Net;
using System.Text.Json;
using Platform.Data.Accounts;
using Platform.Scenarios.Skills.ClassicalPoetry;
using Shouldly;
using Xunit;

namespace Platform.Bots.Tests.OpenPlatform;

public sealed class SkillEndpointTests(ApiHost api)
{
    [Fact]
    public async Task A_poem_comes_with_tones_and_rhymes_and_is_in_form()
    {
        var answer = await api.AskAsync("/api/skills/poetry", new { text = "春望", arguments = new { form = "五绝", candidates = 2, seed = 5 } });

        answer.GetProperty("model").GetString().ShouldBe(ApiHost.Model);
        var best = answer.GetProperty("details").GetProperty("candidates")[0];
        best.GetProperty("in_form").GetBoolean().ShouldBeTrue();
        best.GetProperty("lines").GetArrayLength().ShouldBe(4);
        best.GetProperty("lines")[1].GetProperty("tones").GetString()!.Length.ShouldBe(5);
        best.GetProperty("lines")[1].GetProperty("rhyme").GetString().ShouldNotBeNullOrEmpty();
        new PoemChecker(RhymeBook.Shipped()).Check(answer.GetProperty("text").GetString()!, PoemForm.Named("五绝"), Strictness.Strict, repetition: true).IsClean.ShouldBeTrue();
    }

    [Theory]
    [InlineData("/api/skills/cooking", """{"text":"x"}""", 404, "skill_not_found")]
    [InlineData("/api/skills/poetry", """{"text":""}""", 400, "invalid_value")]
    [InlineData("/api/skills/poetry", """{"text":"春","arguments":{"form":[]}}""", 400, "invalid_value")]
    [InlineData("/api/skills/poetry", """{"text":"春","language":"fr"}""", 400, "invalid_value")]
    [InlineData("/api/skills/poetry", """{"text":"春","arguments":{"form":"十四行"}}""", 422, "skill_unable")]
    [InlineData("/api/skills/translation", """{"text":"你好"}""", 422, "skill_unable")]
    [InlineData("/api/skills/poetry", "no json", 400, "invalid_json")]
    public async Task What_cannot_be_done_is_said_in_the_api_s_errors(string path, string body, int status, string code)
    {
        using var answer = await api.PostAsync(path, body);

        ((int)answer.StatusCode).ShouldBe(status);
        using var json = JsonDocument.Parse(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        json.RootElement.GetProperty("error").GetProperty("code").GetString().ShouldBe(code);
    }

    [Fact]
    public async Task A_key_needs_the_chat_scope_and_the_right_to_the_skill()
    {
        using var nobody = api.Client(null);
        using var other = api.Client(await api.MakeKeyAsync(ApiScopes.Models));
        using var narrow = api.Client(await api.MakeKeyAsync(ApiScopes.All, key => key with { Models = ["summary"] }));

        (await api.PostAsync("/api/skills/summary", new { text = "x" }, nobody)).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        (await api.PostAsync("/api/skills/summary", new { text = "x" }, other)).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await api.PostAsync("/api/skills/poetry", new { text = "春" }, narrow)).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await api.PostAsync("/api/skills/summary", new { text = "今天开会讨论了预算。" }, narrow)).StatusCode.ShouldBe(HttpStatusCode.OK);
    }
}
