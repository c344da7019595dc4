using System.Net;
using System.Security.Cryptography;
using System.Text;
using Microsoft.IdentityModel.Tokens;
using Platform.Testing;
using Platform.Testing.Channels;
using Shouldly;
using Xunit;

namespace Platform.Bots.Tests.Channels.Connector;

public sealed class ConnectorAuthenticationTests(GuardedConnector guarded) : IClassFixture<GuardedConnector>
{
    private readonly string _conversation = $"c-{Guid.NewGuid():N}";

    private string ServiceUrl => guarded.Connector.ServiceUrl;

    [Fact]
    public async Task A_channels_token_lets_it_in_and_the_reply_carries_ours()
    {
        (await StatusAsync(guarded.Issuer.Token(ServiceUrl))).ShouldBe(HttpStatusCode.OK);

        var sent = (await guarded.Connector.WaitAsync(_conversation, 1, TestContext.Current.CancellationToken))[0];
        sent.Text.ShouldBe("hi");
        sent.Authorization.ShouldNotBeNull().ShouldStartWith("Bearer reply-token-");
    }

    [Fact]
    public async Task Nobody_comes_in_without_a_token()
    {
        (await StatusAsync(null)).ShouldBe(HttpStatusCode.Unauthorized);
        foreach (var token in new[] { "", "x", "a.b.c", "..", new string('.', 5000), "eyJhbGciOiJSUzI1NiJ9.e30." })
            (await StatusAsync(token)).ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task Each_check_stands_alone()
    {
        var issuer = guarded.Issuer;
        var wrong = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["issuer"] = issuer.Token(ServiceUrl, issuer: "https://evil.example"),
            ["audience"] = issuer.Token(ServiceUrl, audience: "another-bot"),
            ["expired"] = issuer.Token(ServiceUrl, expires: TimeSpan.FromMinutes(-6)),
            ["no expiry"] = issuer.Token(ServiceUrl, withoutExpiry: true),
            ["not yet"] = issuer.Token(ServiceUrl, notBefore: TimeSpan.FromMinutes(6)),
            ["other service url"] = issuer.Token("https://smba.trafficmanager.net/amer/"),
            ["no service url"] = issuer.Token(null),
            ["symmetric key"] = issuer.Token(ServiceUrl, signing: new SigningCredentials(new SymmetricSecurityKey(new byte[64]) { KeyId = "key-1" }, SecurityAlgorithms.HmacSha256)),
            ["public key as secret"] = issuer.Token(ServiceUrl, signing: new SigningCredentials(
                new SymmetricSecurityKey(issuer.Key("key-1").Rsa.ExportRSAPublicKey()) { KeyId = "key-1" }, SecurityAlgorithms.HmacSha256)),
            ["pss"] = issuer.Token(ServiceUrl, signing: new SigningCredentials(issuer.Key("key-1"), SecurityAlgorithms.RsaSsaPssSha256)),
            ["foreign key under a known name"] = issuer.Token(ServiceUrl, signing: new SigningCredentials(
                new RsaSecurityKey(RSA.Create(2048)) { KeyId = "key-1" }, SecurityAlgorithms.RsaSha256)),
            ["no signature"] = issuer.Token(ServiceUrl).Split('.') is var parts ? $"{Base64UrlEncoder.Encode("""{"alg":"none","kid":"key-1"}""")}.{parts[1]}." : "",
            ["changed payload"] = issuer.Token(ServiceUrl).Split('.') is var signed
                ? $"{signed[0]}.{Base64UrlEncoder.Encode(Encoding.UTF8.GetString(Base64UrlEncoder.DecodeBytes(signed[1])).Replace("5555", "5556", StringComparison.Ordinal))}.{signed[2]}" : "",
        };

        foreach (var (what, token) in wrong)
            (await StatusAsync(token)).ShouldBe(HttpStatusCode.Unauthorized, what);
        foreach (var algorithm in new[] { SecurityAlgorithms.RsaSha256, SecurityAlgorithms.RsaSha384, SecurityAlgorithms.RsaSha512 })
            (await StatusAsync(issuer.Token(ServiceUrl, signing: new SigningCredentials(issuer.Key("key-1"), algorithm)))).ShouldBe(HttpStatusCode.OK, algorithm);
    }

    [Fact]
    public async Task Clocks_may_differ_by_less_than_five_minutes()
    {
        (await StatusAsync(guarded.Issuer.Token(ServiceUrl, expires: TimeSpan.FromMinutes(-4)))).ShouldBe(HttpStatusCode.OK);
        (await StatusAsync(guarded.Issuer.Token(ServiceUrl, notBefore: TimeSpan.FromMinutes(4)))).ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_token_that_was_found_good_still_holds_for_its_service_url_only()
    {
        var token = guarded.Issuer.Token(ServiceUrl);
        (await StatusAsync(token)).ShouldBe(HttpStatusCode.OK);

        var activity = guarded.Activity("message", _conversation, text: "hi");
        activity["serviceUrl"] = "https://evil.example";

        (await guarded.StatusAsync(activity, token)).ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task A_body_that_cannot_be_read_is_refused_only_after_the_token() =>
        (await guarded.PostAsync("{", "x")).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);

    [Fact]
    public async Task Without_an_application_id_nobody_comes_in_outside_development()
    {
        await using var host = new TestHost(("environment", "Production"), ("Conversations:Scenario", "channel-check"));
        using var client = host.CreateClient();

        using var content = new StringContent(guarded.Activity("message", "c", text: "hi").ToJsonString(), Encoding.UTF8, "application/json");
        using var response = await client.PostAsync("/api/messages", content, TestContext.Current.CancellationToken);

        response.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task Keys_can_change_are_fetched_a_bounded_number_of_times_and_speak_for_their_channels()
    {
        await using var connector = await FakeConnector.StartAsync();
        await using var issuer = await FakeIssuer.StartAsync();
        issuer.IsDown = true;
        await using var host = new TestHost([("Conversations:Scenario", "channel-check"), ("environment", "Production"), .. issuer.Settings(connector)]);
        using var client = host.CreateClient();

        (await Post(issuer.Token(connector.ServiceUrl))).ShouldBe(HttpStatusCode.ServiceUnavailable); // not the sender's fault
        issuer.IsDown = false;
        await Task.Delay(TimeSpan.FromSeconds(2.2), TestContext.Current.CancellationToken);
        (await Post(issuer.Token(connector.ServiceUrl))).ShouldBe(HttpStatusCode.OK);
        issuer.KeyFetches.ShouldBe(1);

        issuer.AddKey("key-2", "msteams", "webchat");
        (await Post(issuer.Token(connector.ServiceUrl, keyId: "key-2"))).ShouldBe(HttpStatusCode.OK);
        (await Post(issuer.Token(connector.ServiceUrl, keyId: "key-2"), "telegram")).ShouldBe(HttpStatusCode.Unauthorized);
        issuer.KeyFetches.ShouldBe(2);

        for (var key = 0; key < 20; key++)
        {
            issuer.AddKey($"unknown-{key}");
            (await Post(issuer.Token(connector.ServiceUrl, keyId: $"unknown-{key}"))).ShouldBe(HttpStatusCode.Unauthorized);
        }

        issuer.KeyFetches.ShouldBe(2);

        async Task<HttpStatusCode> Post(string token, string channel = "msteams")
        {
            var activity = guarded.Activity("message", Guid.NewGuid().ToString(), channel, "hi");
            activity["serviceUrl"] = connector.ServiceUrl;
            using var request = new HttpRequestMessage(HttpMethod.Post, "/api/messages") { Content = new StringContent(activity.ToJsonString(), Encoding.UTF8, "application/json") };
            request.Headers.Authorization = new("Bearer", token);
            using var response = await client.SendAsync(request, TestContext.Current.CancellationToken);
            return response.StatusCode;
        }
    }

    [Theory]
    [InlineData(false, "1.0", "appid", HttpStatusCode.Unauthorized)]
    [InlineData(true, "1.0", "appid", HttpStatusCode.OK)]
    [InlineData(true, "2.0", "azp", HttpStatusCode.OK)]
    [InlineData(true, "2.0", "appid", HttpStatusCode.Unauthorized)]
    [InlineData(true, "3.0", "appid", HttpStatusCode.Unauthorized)]
    public async Task An_emulators_token_must_be_the_bots_own_and_be_switched_on(bool enabled, string version, string claim, HttpStatusCode status)
    {
        await using var host = new TestHost([
            ("Conversations:Scenario", "channel-check"), ("environment", "Production"), .. guarded.Issuer.Settings(guarded.Connector), ("Connector:EmulatorEnabled", enabled ? "true" : "false")]);
        using var client = host.CreateClient();
        var token = guarded.Issuer.Token(null, issuer: "https://sts.windows.net/d6d49420-f39b-4df7-a1dc-d59a935871db/", more: [("ver", version), (claim, FakeIssuer.AppId)]);

        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/messages")
        {
            Content = new StringContent(guarded.Activity("message", _conversation, text: "hi").ToJsonString(), Encoding.UTF8, "application/json"),
        };
        request.Headers.Authorization = new("Bearer", token);
        using var response = await client.SendAsync(request, TestContext.Current.CancellationToken);

        response.StatusCode.ShouldBe(status);
    }

    private Task<HttpStatusCode> StatusAsync(string? token) => guarded.StatusAsync(guarded.Activity("message", _conversation, text: "hi"), token);
}
