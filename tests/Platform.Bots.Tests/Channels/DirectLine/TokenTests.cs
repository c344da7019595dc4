using System.Net;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Shouldly;
using Xunit;

namespace Platform.Bots.Tests.Channels.DirectLine;

public sealed class TokenTests
{
    [Fact]
    public async Task A_token_names_the_user_and_the_conversation_and_starts_nothing()
    {
        await using var host = DirectLineHost.Start();

        var answer = await host.PostAsync("tokens/generate", body: new { user = new { id = "dl_anna", name = "Anna" } });

        answer.Status.ShouldBe(HttpStatusCode.OK);
        ((int)answer.Body!["expires_in"]!).ShouldBe(1800);
        var claims = Claims(answer["token"]);
        claims["user"]!.ToString().ShouldBe("dl_anna");
        claims["conv"]!.ToString().ShouldBe(answer["conversationId"]);
        (await host.GetAsync($"conversations/{answer["conversationId"]}/activities", answer["token"])).Status.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Without_a_user_the_token_has_no_such_claim()
    {
        await using var host = DirectLineHost.Start();

        var answer = await host.PostAsync("tokens/generate");

        Claims(answer["token"]).ContainsKey("user").ShouldBeFalse();
    }

    [Theory]
    [InlineData("""{"user":{"id":"anna"}}""")]
    [InlineData("""{"user":"dl_anna"}""")]
    [InlineData("""{"user":{"id":7}}""")]
    [InlineData("""{"user":{"id":"\ud800"}}""")]
    [InlineData("""{"trustedOrigins":"https://a.example"}""")]
    [InlineData("""{"trustedOrigins":["javascript:alert(1)"]}""")]
    [InlineData("""[]""")]
    [InlineData("""{""")]
    public async Task A_wrong_request_for_a_token_is_400(string body)
    {
        await using var host = DirectLineHost.Start();

        var answer = await host.PostAsync("tokens/generate", body: body);

        answer.Status.ShouldBe(HttpStatusCode.BadRequest);
        answer.Code.ShouldBe("BadArgument");
    }

    [Fact]
    public async Task Who_may_do_what_is_said_by_status_and_code()
    {
        await using var host = DirectLineHost.Start();
        var one = await host.ConverseAsync();
        var other = await host.ConverseAsync();

        (await host.PostAsync("tokens/generate", token: null)).Status.ShouldBe(HttpStatusCode.Unauthorized);
        (await host.SendAsync(HttpMethod.Post, "tokens/generate", null, null, ("Authorization", "Basic YTpi"))).Status.ShouldBe(HttpStatusCode.Unauthorized);
        (await host.SendAsync(HttpMethod.Post, "tokens/generate", null, null, ("Authorization", "Bearer"))).Status.ShouldBe(HttpStatusCode.Unauthorized);
        (await host.PostAsync("tokens/generate", DirectLineHost.Secret + "x")).Code.ShouldBe("InvalidToken");
        (await host.PostAsync("tokens/generate", one.Token)).Status.ShouldBe(HttpStatusCode.Forbidden);
        (await host.PostAsync("tokens/refresh", DirectLineHost.Secret)).Status.ShouldBe(HttpStatusCode.Forbidden);
        (await host.PostAsync("conversations", one.Token[..^3] + "AAA")).Code.ShouldBe("InvalidToken");
        foreach (var path in new[] { "", "/activities" })
            (await host.GetAsync($"conversations/{other.Id}{path}", one.Token)).Status.ShouldBe(HttpStatusCode.Forbidden);
        (await host.PostAsync($"conversations/{other.Id}/activities", one.Token, new { type = "message", text = "x", from = new { id = "a" } })).Code.ShouldBe("InvalidConversation");
        (await host.GetAsync($"conversations/{one.Id}/activities")).Status.ShouldBe(HttpStatusCode.OK);
        (await host.GetAsync("conversations/no-such-one/activities")).Code.ShouldBe("ConversationNotFound");
        (await host.GetAsync("no/such/route")).Status.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task A_token_without_a_signature_or_with_another_key_is_not_valid()
    {
        await using var host = DirectLineHost.Start();
        var token = (await host.ConverseAsync()).Token.Split('.');
        var unsigned = $"{Encode("""{"alg":"none","typ":"JWT"}""")}.{token[1]}.";

        (await host.PostAsync("tokens/refresh", unsigned)).Code.ShouldBe("InvalidToken");

        await using var elsewhere = DirectLineHost.Start(("DirectLine:SigningKey", new string('k', 40)));
        (await elsewhere.PostAsync("tokens/refresh", string.Join('.', token))).Code.ShouldBe("InvalidToken");
    }

    [Fact]
    public async Task A_token_is_refreshed_while_it_is_valid_and_not_afterwards()
    {
        var clock = new FakeTimeProvider(DateTimeOffset.UtcNow);
        await using var host = DirectLineHost.Start(services => services.AddSingleton<TimeProvider>(clock));
        var conversation = await host.ConverseAsync();

        clock.Advance(TimeSpan.FromMinutes(29));
        var refreshed = await host.PostAsync("tokens/refresh", conversation.Token);
        clock.Advance(TimeSpan.FromMinutes(2));

        refreshed["conversationId"].ShouldBe(conversation.Id);
        Claims(refreshed["token"])["user"]!.ToString().ShouldBe("dl_anna");
        (await host.GetAsync($"conversations/{conversation.Id}/activities", refreshed["token"])).Status.ShouldBe(HttpStatusCode.OK);
        var late = await host.PostAsync("tokens/refresh", conversation.Token);
        late.Status.ShouldBe(HttpStatusCode.Forbidden);
        late.Code.ShouldBe("TokenExpired");
    }

    [Fact]
    public async Task A_token_with_trusted_origins_serves_only_pages_of_these()
    {
        await using var host = DirectLineHost.Start();
        var token = (await host.PostAsync("tokens/generate", body: new { trustedOrigins = new[] { "https://good.example" } }))["token"];

        (await host.SendAsync(HttpMethod.Post, "conversations", token, null, ("Origin", "https://evil.example"))).Code.ShouldBe("OriginNotTrusted");
        var started = await host.SendAsync(HttpMethod.Post, "conversations", token, null, ("Origin", "https://good.example"));
        started.Status.ShouldBe(HttpStatusCode.Created);
        (await host.SendAsync(HttpMethod.Post, "tokens/refresh", started["token"], null, ("Origin", "https://evil.example"))).Status.ShouldBe(HttpStatusCode.Forbidden);
        await Should.ThrowAsync<System.Net.WebSockets.WebSocketException>(() => Stream.OpenAsync(started["streamUrl"], "https://evil.example"));
        await (await Stream.OpenAsync(started["streamUrl"], "https://good.example")).DisposeAsync();
    }

    [Fact]
    public async Task Without_a_configured_secret_one_is_made_and_kept_for_the_owner_only()
    {
        var folder = Directory.CreateTempSubdirectory("platform-test-").FullName;
        (string, string?)[] settings = [("DirectLine:Secrets:0", null), (Testing.TestHost.DataFolderKey, folder)];
        string token;
        await using (var host = DirectLineHost.Start(settings))
        {
            var file = Path.Combine(folder, "keys", "directline.secret");
            if (!OperatingSystem.IsWindows())
                File.GetUnixFileMode(file).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
            var made = await host.PostAsync("tokens/generate", await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken));
            made.Status.ShouldBe(HttpStatusCode.OK);
            token = made["token"];
            (await host.PostAsync("tokens/generate")).Status.ShouldBe(HttpStatusCode.Forbidden);
        }

        await using (var again = DirectLineHost.Start(settings))
            (await again.PostAsync("conversations", token)).Status.ShouldBe(HttpStatusCode.Created);
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task The_session_id_stays_with_the_browser()
    {
        await using var host = DirectLineHost.Start();
        var conversation = await host.ConverseAsync();

        var first = await host.GetAsync("session/getsessionid", conversation.Token);
        var cookie = first.Headers.GetValues("Set-Cookie").Single().Split(';')[0];
        var second = await host.SendAsync(HttpMethod.Get, "session/getsessionid", conversation.Token, null, ("Cookie", cookie));

        first["sessionId"].Length.ShouldBe(32);
        second["sessionId"].ShouldBe(first["sessionId"]);
    }

    private static JsonObject Claims(string token)
    {
        var part = token.Split('.')[1].Replace('-', '+').Replace('_', '/');
        return JsonNode.Parse(Convert.FromBase64String(part.PadRight(part.Length + ((4 - (part.Length % 4)) % 4), '=')))!.AsObject();
    }

    private static string Encode(string json) => Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes(json)).TrimEnd('=').Replace('+', '-').Replace('/', '_');
}
