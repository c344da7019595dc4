using System.Net;
using MediatR;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;
using Platform.Data.Accounts;
using Platform.Scenarios.Accounts;
using Platform.Testing;
using Platform.Testing.Access;
using Shouldly;
using Xunit;

namespace Platform.Bots.Tests.Access;

/// <summary>Sign-in through an identity provider on this machine: the whole way, there and back.</summary>
public sealed class OpenIdConnectTests
{
    [Fact]
    public async Task Someone_with_a_role_at_the_provider_is_signed_in_and_may_do_what_the_role_allows()
    {
        await using var provider = await ProviderAsync("anna", "desk-leads");
        await using var host = new TestHost(provider.Settings());
        using var client = ConsoleClient.Open(host);
        (await client.Http.GetStringAsync("/signin", TestContext.Current.CancellationToken)).ShouldContain("City account");

        (await ThereAndBackAsync(client, "/console/audit")).ShouldBe("/console/audit");

        (await client.Http.GetAsync("/console/accounts", TestContext.Current.CancellationToken)).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_role_that_is_taken_away_at_the_provider_is_gone_at_the_next_sign_in()
    {
        await using var provider = await ProviderAsync("anna", "desk-leads");
        await using var host = new TestHost(provider.Settings());
        await ConsoleClient.MakeAccountAsync(host, Roles.Admin); // another one, so that anna is not the last
        using (var first = ConsoleClient.Open(host))
            await ThereAndBackAsync(first, "/console");

        provider.Person["roles"] = new[] { "reviewer", "no-role-here" };
        using var client = ConsoleClient.Open(host);
        (await ThereAndBackAsync(client, "/console")).ShouldBe("/console");

        (await client.Http.GetAsync("/console/conversations", TestContext.Current.CancellationToken)).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await client.Http.GetAsync("/console/accounts", TestContext.Current.CancellationToken)).StatusCode.ShouldBe(HttpStatusCode.Redirect);
    }

    [Fact]
    public async Task Whoever_has_no_role_left_at_the_provider_loses_every_role_and_what_was_signed_in_before()
    {
        await using var provider = await ProviderAsync("anna", "desk-leads");
        await using var host = new TestHost([.. provider.Settings(), ("Access:RecheckInterval", "00:00:00")]);
        using var before = ConsoleClient.Open(host);
        await ThereAndBackAsync(before, "/console");
        (await before.Http.GetAsync("/console/accounts", TestContext.Current.CancellationToken)).StatusCode.ShouldBe(HttpStatusCode.OK);

        provider.Person["roles"] = new[] { "no-role-here" };
        using var client = ConsoleClient.Open(host);
        (await ThereAndBackAsync(client, "/console")).ShouldBe("/signin?problem=no-role");

        (await before.Http.GetAsync("/console/accounts", TestContext.Current.CancellationToken)).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        await using var scope = host.Services.CreateAsyncScope();
        var accounts = scope.ServiceProvider.GetRequiredService<UserManager<Account>>();
        (await accounts.GetRolesAsync((await accounts.FindByNameAsync("anna"))!)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Whoever_has_no_role_or_a_name_that_is_taken_is_refused_in_words()
    {
        await using var provider = await ProviderAsync("anna");
        await using var host = new TestHost(provider.Settings());
        using var client = ConsoleClient.Open(host);
        (await ThereAndBackAsync(client, "/console")).ShouldBe("/signin?problem=no-role");

        await host.Services.GetRequiredService<IMediator>().Send(new InviteAccount("anna", null, [Roles.Reviewer], Guid.Empty), TestContext.Current.CancellationToken);
        provider.Person["roles"] = new[] { "reviewer" };
        (await ThereAndBackAsync(client, "/console")).ShouldBe("/signin?problem=name-taken");
        (await client.Http.GetAsync("/console", TestContext.Current.CancellationToken)).StatusCode.ShouldBe(HttpStatusCode.Redirect);
    }

    [Fact]
    public async Task A_token_for_another_application_and_an_answer_that_nobody_asked_for_sign_nobody_in()
    {
        await using var provider = await ProviderAsync("anna", "admin");
        await using var host = new TestHost(provider.Settings());
        using var client = ConsoleClient.Open(host);

        (await client.Http.GetAsync("/signin/callback?code=x&state=y", TestContext.Current.CancellationToken)).Headers.Location!.ToString().ShouldBe("/signin?problem=provider");
        provider.Audience = "another-application";
        (await ThereAndBackAsync(client, "/console")).ShouldBe("/signin?problem=provider");
        (await client.Http.GetAsync("/console", TestContext.Current.CancellationToken)).StatusCode.ShouldBe(HttpStatusCode.Redirect);
    }

    [Fact]
    public async Task The_way_back_leads_to_this_platform_only()
    {
        await using var provider = await ProviderAsync("anna", "admin");
        await using var host = new TestHost(provider.Settings());
        using var client = ConsoleClient.Open(host);

        (await ThereAndBackAsync(client, "https://evil.example/")).ShouldNotContain("evil");
    }

    private static async Task<FakeIdentityProvider> ProviderAsync(string name, params string[] roles)
    {
        var provider = await FakeIdentityProvider.StartAsync();
        (provider.Person["sub"], provider.Person["preferred_username"], provider.Person["name"]) = ($"id-of-{name}", name, name);
        if (roles.Length > 0)
            provider.Person["roles"] = roles;
        return provider;
    }

    /// <summary>Follows every redirect of a sign-in, as a browser does.</summary>
    /// <returns>Where it ends in this platform.</returns>
    private static async Task<string> ThereAndBackAsync(ConsoleClient client, string returnUrl)
    {
        using var browser = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false });
        var at = new Uri($"/signin/start?returnUrl={Uri.EscapeDataString(returnUrl)}", UriKind.Relative);
        for (var hop = 0; hop < 6; hop++)
        {
            var abroad = at.IsAbsoluteUri && at.Host == "127.0.0.1";
            using var answer = await (abroad ? browser : client.Http).GetAsync(at, TestContext.Current.CancellationToken);
            answer.StatusCode.ShouldBe(HttpStatusCode.Redirect);
            at = answer.Headers.Location!;
            if (!at.IsAbsoluteUri && !at.ToString().StartsWith("/signin/external", StringComparison.Ordinal))
                return at.ToString();
        }

        throw new InvalidOperationException("The sign-in did not come to an end within 6 redirects.");
    }
}
