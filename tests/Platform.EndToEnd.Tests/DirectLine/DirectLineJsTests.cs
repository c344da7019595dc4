using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Platform.Testing;
using Shouldly;
using Xunit;

namespace Platform.EndToEnd.Tests.DirectLine;

/// <summary>Microsoft's directlinejs, the client inside Web Chat, against the running platform.</summary>
public sealed class DirectLineJsTests
{
    private const string Secret = "a-secret-that-is-long-enough-for-tests";

    [Theory]
    [InlineData("talk")]
    [InlineData("poll")]
    public async Task It_is_greeted_and_answered_in_order(string check)
    {
        var saw = await RunAsync(check);

        var messages = Messages(saw["seen"]!);
        messages.Select(m => m["text"]!.ToString()).ShouldBe(["Welcome", "one", "one", "two", "two", "three", "three"], ignoreOrder: true);
        messages[0]["text"]!.ToString().ShouldBe("Welcome");
        messages.Select(m => m["id"]!.ToString()).ShouldBe(messages.Select(m => m["id"]!.ToString()).Order(StringComparer.Ordinal).ToList());
        messages.Where(m => m["role"]!.ToString() == "bot").Select(m => m["text"]!.ToString()).ShouldBe(["Welcome", "one", "two", "three"]);
        var own = messages.Where(m => m["role"]!.ToString() == "user").ToList();
        own.Select(m => m["client"]!.ToString()).ShouldBe(["client-one", "client-two", "client-three"]);
        own.ShouldAllBe(m => m["from"]!.ToString() == "dl_anna");
        own.Select(m => m["id"]!.ToString()).ShouldBe(saw["ids"]!.AsArray().Select(i => i!.ToString()));
        saw["statuses"]!.AsArray().Select(s => s!.ToString()).ShouldBe(["Uninitialized", "Connecting", "Online"]);
        saw["sessionId"]!.ToString().Length.ShouldBe(32);
    }

    [Fact]
    public async Task It_gets_an_answer_in_parts()
    {
        var saw = await RunAsync("stream");

        var steps = saw["seen"]!.AsArray().Where(a => a!["stream"] is not null).ToList();
        steps.Count.ShouldBeGreaterThanOrEqualTo(4);
        steps.Select(s => s!["stream"]!.ToString()).Distinct(StringComparer.Ordinal).Count().ShouldBe(1);
        steps[0]!["id"]!.ToString().ShouldBe(steps[0]!["stream"]!.ToString());
        steps[^1]!["streamType"]!.ToString().ShouldBe("final");
        steps[^1]!["text"]!.ToString().ShouldBe("This answer comes in parts.");
    }

    [Fact]
    public async Task A_dropped_socket_loses_and_doubles_nothing()
    {
        var saw = await RunAsync("drop");

        Messages(saw["seen"]!).Select(m => m["text"]!.ToString()).ShouldBe(["Welcome", "before", "before", "meanwhile", "meanwhile", "after", "after"]);
        ((int)saw["sockets"]!).ShouldBe(2);
    }

    [Fact]
    public async Task Its_files_arrive()
    {
        var saw = await RunAsync("upload");

        saw["attachments"]!.AsArray().Select(a => a!["contentType"]!.ToString()).ShouldBe(["image/png", "text/plain"]);
        saw["attachments"]![0]!["name"]!.ToString().ShouldBe("照片.png");
        saw["contents"]!.AsArray().Select(c => (int)c!).ShouldBe([3000, 5]);
    }

    [Fact]
    public async Task Its_token_is_refreshed()
    {
        var saw = await RunAsync("refresh");

        ((bool)saw["changed"]!).ShouldBeTrue();
        saw["requests"]!.AsArray().Select(r => r!.ToString()).ShouldContain(r => r == "POST tokens/refresh 200");
    }

    [Fact]
    public async Task It_comes_back_to_a_conversation_with_and_without_a_watermark()
    {
        var saw = await RunAsync("resume");

        Messages(saw["whole"]!).Select(m => m["text"]!.ToString()).Take(3).ShouldBe(["Welcome", "remember me", "remember me"]);
        Messages(saw["rest"]!).Select(m => m["text"]!.ToString()).ShouldBe(["next", "next"]);
    }

    private static async Task<JsonNode> RunAsync(string check)
    {
        await using var host = new TestHost(("Conversations:Scenario", "channel-check"), ("DirectLine:Secrets:0", Secret));
        host.UseKestrel(0);
        host.StartServer();
        using var http = new HttpClient { BaseAddress = host.ClientOptions.BaseAddress };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", Secret);
        var generated = await http.PostAsJsonAsync("v3/directline/tokens/generate", new { user = new { id = "dl_anna" } }, TestContext.Current.CancellationToken);
        var token = (await generated.Content.ReadFromJsonAsync<JsonNode>(TestContext.Current.CancellationToken))!["token"]!.ToString();
        return await NodeClients.RunAsync("directline.mjs", check, host.ClientOptions.BaseAddress.ToString(), token);
    }

    private static List<JsonNode> Messages(JsonNode seen) => [.. seen.AsArray().Where(a => a!["type"]!.ToString() == "message").Select(a => a!)];
}
