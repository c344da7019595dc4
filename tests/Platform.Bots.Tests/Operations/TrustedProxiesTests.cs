using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Platform.Data.Accounts;
using Platform.Testing;
using Shouldly;
using Xunit;

namespace Platform.Bots.Tests.Operations;

/// <summary>What a proxy says of a request counts when the proxy is trusted, and only then.</summary>
public sealed class TrustedProxiesTests
{
    [Fact]
    public async Task Behind_a_proxy_with_TLS_the_sign_in_is_for_https_only()
    {
        await using var host = Behind("127.0.0.1");
        var (name, _) = await ConsoleClient.MakeAccountAsync(host, Roles.Reviewer);
        using var client = Visitor(host, "203.0.113.1");

        var answer = await client.SignInAsync(name, ConsoleClient.Password);

        answer.Headers.GetValues("Set-Cookie").Single(c => c.StartsWith("platform.signin=", StringComparison.Ordinal)).ShouldContain("secure");
        answer.Headers.Contains("Strict-Transport-Security").ShouldBeTrue();
    }

    [Fact]
    public async Task Each_visitor_behind_a_proxy_has_a_limit_of_their_own()
    {
        await using var host = Behind("127.0.0.1");
        using var first = Visitor(host, "203.0.113.1");
        using var second = Visitor(host, "203.0.113.2");

        for (var attempt = 0; attempt < 10; attempt++)
            (await first.SignInAsync("nobody", "wrong")).StatusCode.ShouldBe(HttpStatusCode.OK);

        (await first.SignInAsync("nobody", "wrong")).StatusCode.ShouldBe(HttpStatusCode.TooManyRequests);
        (await second.SignInAsync("nobody", "wrong")).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Theory]
    [InlineData("127.0.0.1", null, true)]
    [InlineData("::1", null, true)]
    [InlineData("198.51.100.9", null, false)]
    [InlineData("198.51.100.9", "198.51.100.0/24", true)]
    [InlineData("198.51.100.9", "198.51.100.9", true)]
    [InlineData("127.0.0.1", "198.51.100.0/24", false)]
    public async Task Only_a_trusted_address_is_believed(string address, string? trusted, bool believed)
    {
        await using var host = trusted is null ? Behind(address) : Behind(address, ("Platform:TrustedProxies:0", trusted));
        using var client = Visitor(host, "203.0.113.1");

        var answer = await client.Http.GetAsync("/health/live", TestContext.Current.CancellationToken);

        answer.Headers.Contains("Strict-Transport-Security").ShouldBe(believed);
    }

    private static TestHost Behind(string proxy, params (string, string?)[] settings) =>
        new(settings) { Replace = services => services.AddSingleton<IStartupFilter>(new Sender(IPAddress.Parse(proxy))) };

    /// <summary>Someone whose requests the proxy passes on, as they come to it: over TLS.</summary>
    private static ConsoleClient Visitor(TestHost host, string address)
    {
        var client = ConsoleClient.Open(host);
        client.Http.DefaultRequestHeaders.Add("X-Forwarded-For", address);
        client.Http.DefaultRequestHeaders.Add("X-Forwarded-Proto", "https");
        return client;
    }

    /// <summary>The test server knows no addresses: every request comes from this one.</summary>
    private sealed class Sender(IPAddress address) : IStartupFilter
    {
        public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
        {
            app.Use((context, following) =>
            {
                context.Connection.RemoteIpAddress = address;
                return following(context);
            });
            next(app);
        };
    }
}
