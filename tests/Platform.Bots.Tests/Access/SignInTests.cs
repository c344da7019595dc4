using System.Net;
using MediatR;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Platform.Bots.Access;
using Platform.Bots.Access.SignIn;
using Platform.Data.Accounts;
using Platform.Scenarios.Accounts;
using Platform.Testing;
using Shouldly;
using Xunit;

namespace Platform.Bots.Tests.Access;

public sealed class SignInTests
{
    private static readonly (string, string?)[] ManySignIns = [("Access:SignInsPerMinute", "1000")];

    [Fact]
    public async Task A_name_and_a_password_lead_back_to_where_one_wanted_to_go()
    {
        await using var host = new TestHost(ManySignIns);
        var (name, _) = await ConsoleClient.MakeAccountAsync(host, Roles.Admin);
        using var client = ConsoleClient.Open(host);

        var answer = await client.SignInAsync(name, ConsoleClient.Password, "/console/audit?act=review.");

        answer.StatusCode.ShouldBe(HttpStatusCode.Redirect);
        answer.Headers.Location!.ToString().ShouldEndWith("/console/audit?act=review.");
        var cookie = answer.Headers.GetValues("Set-Cookie").Single(c => c.StartsWith("platform.signin=", StringComparison.Ordinal));
        cookie.ShouldContain("httponly");
        cookie.ShouldContain("samesite=lax");
    }

    [Theory]
    [InlineData("//evil.example")]
    [InlineData(@"/\evil.example")]
    [InlineData("https://evil.example/console")]
    [InlineData("javascript:alert(1)")]
    [InlineData("/\t/evil.example")]
    [InlineData("console")]
    [InlineData("")]
    public async Task An_address_of_another_host_is_not_followed(string returnUrl)
    {
        ReturnAddress.Safe(returnUrl).ShouldBe("/console");
        await using var host = new TestHost(ManySignIns);
        var (name, _) = await ConsoleClient.MakeAccountAsync(host, Roles.Reviewer);
        using var client = ConsoleClient.Open(host);

        var signedIn = await client.SignInAsync(name, ConsoleClient.Password, returnUrl);
        var switched = await client.Http.GetAsync($"/console/language?to=en&returnUrl={Uri.EscapeDataString(returnUrl)}", TestContext.Current.CancellationToken);

        new Uri(client.Http.BaseAddress!, signedIn.Headers.Location!).ToString().ShouldBe(client.Http.BaseAddress + "console");
        switched.Headers.Location!.ToString().ShouldBe("/console");
    }

    [Theory]
    [InlineData("en-GB,en;q=0.9", "en")]
    [InlineData("zh-CN,zh;q=0.9,en;q=0.5", "zh-CN")]
    [InlineData("fr", "zh-CN")]
    public async Task Pages_speak_the_language_of_the_browser_until_one_is_chosen(string asked, string spoken)
    {
        await using var host = new TestHost(ManySignIns);
        using var client = ConsoleClient.Open(host);
        client.Http.DefaultRequestHeaders.Add("Accept-Language", asked);
        (await client.Http.GetStringAsync("/signin", TestContext.Current.CancellationToken)).ShouldContain($"<html lang=\"{spoken}\"");

        var other = spoken == "en" ? "zh-CN" : "en";
        await client.Http.GetAsync($"/console/language?to={other}&returnUrl=/console", TestContext.Current.CancellationToken);

        (await client.Http.GetStringAsync("/signin", TestContext.Current.CancellationToken)).ShouldContain($"<html lang=\"{other}\"");
    }

    [Fact]
    public async Task After_five_wrong_passwords_even_the_right_one_is_refused_until_the_lock_ends()
    {
        await using var host = new TestHost(ManySignIns);
        var (name, _) = await ConsoleClient.MakeAccountAsync(host, Roles.Reviewer);
        using var client = ConsoleClient.Open(host);

        for (var attempt = 0; attempt < 5; attempt++)
            (await client.SignInAsync(name, $"wrong {attempt}")).StatusCode.ShouldBe(HttpStatusCode.OK);
        var locked = await client.SignInAsync(name, ConsoleClient.Password);

        locked.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await Text(locked)).ShouldContain("账号已锁定");
    }

    [Fact]
    public async Task A_wrong_name_and_a_wrong_password_are_told_alike()
    {
        await using var host = new TestHost(ManySignIns);
        var (name, _) = await ConsoleClient.MakeAccountAsync(host, Roles.Reviewer);
        using var client = ConsoleClient.Open(host);

        var wrongPassword = await Text(await client.SignInAsync(name, "wrong"));
        var wrongName = await Text(await client.SignInAsync("nobody", "wrong"));

        wrongPassword.ShouldContain("用户名或密码不正确");
        wrongName.ShouldContain("用户名或密码不正确");
    }

    [Fact]
    public async Task One_address_may_try_ten_times_a_minute_and_reading_the_page_does_not_count()
    {
        await using var host = new TestHost();
        using var client = ConsoleClient.Open(host);
        client.Http.DefaultRequestHeaders.Add("Accept", "text/html");

        var answers = new List<HttpResponseMessage>();
        for (var attempt = 0; attempt < 11; attempt++)
            answers.Add(await client.SignInAsync("nobody", "wrong"));

        answers.Take(10).ShouldAllBe(answer => answer.StatusCode == HttpStatusCode.OK);
        answers[10].StatusCode.ShouldBe(HttpStatusCode.TooManyRequests);
        answers[10].Headers.RetryAfter.ShouldNotBeNull();
        (await Text(answers[10])).ShouldContain("Too many attempts.");
        (await client.Http.GetAsync("/signin", TestContext.Current.CancellationToken)).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Theory]
    [InlineData("2001:db8:1:2::1", "2001:db8:1:2:ffff::9", true)] // of one household
    [InlineData("2001:db8:1:2::1", "2001:db8:1:3::1", false)]
    [InlineData("::ffff:198.51.100.7", "198.51.100.7", true)]
    [InlineData("198.51.100.7", "198.51.100.8", false)]
    public void Addresses_of_one_network_share_what_they_may_try(string one, string other, bool together)
    {
        var limit = new SignInLimitPolicy(Options.Create(new AccessOptions()));

        (limit.GetPartition(From(one)).PartitionKey == limit.GetPartition(From(other)).PartitionKey).ShouldBe(together);

        static DefaultHttpContext From(string address)
        {
            var http = new DefaultHttpContext();
            http.Request.Method = HttpMethods.Post;
            http.Connection.RemoteIpAddress = IPAddress.Parse(address);
            return http;
        }
    }

    [Theory]
    [InlineData("/signin", "sign-in")]
    [InlineData("/setup", "setup")]
    [InlineData("/set-password", "set-password")]
    [InlineData("/signout", "sign-out")]
    public async Task A_form_without_its_antiforgery_token_is_refused(string path, string form)
    {
        await using var host = new TestHost();
        using var client = ConsoleClient.Open(host);

        var answer = await client.Http.PostAsync(path, new FormUrlEncodedContent([new("_handler", form), new("Form.Name", "anna")]), TestContext.Current.CancellationToken);

        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task A_lock_ends_what_was_signed_in_before()
    {
        await using var host = new TestHost([.. ManySignIns, ("Access:RecheckInterval", "00:00:00")]);
        _ = await ConsoleClient.MakeAccountAsync(host, Roles.Admin);
        var (name, id) = await ConsoleClient.MakeAccountAsync(host, Roles.Admin);
        using var client = ConsoleClient.Open(host);
        await client.SignInAsync(name, ConsoleClient.Password);
        (await client.Http.GetAsync("/console/audit", TestContext.Current.CancellationToken)).StatusCode.ShouldBe(HttpStatusCode.OK);

        var outcome = await host.Services.GetRequiredService<IMediator>().Send(new ChangeAccount(id, [Roles.Admin], Locked: true, Guid.Empty), TestContext.Current.CancellationToken);

        outcome.ShouldBe(ChangeAccountOutcome.Changed);
        (await client.Http.GetAsync("/console/audit", TestContext.Current.CancellationToken)).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await Text(await client.SignInAsync(name, ConsoleClient.Password))).ShouldContain("账号已锁定");
    }

    [Fact]
    public async Task Signing_out_ends_the_session()
    {
        await using var host = new TestHost(ManySignIns);
        using var client = await ConsoleClient.SignedInAsync(host, Roles.Reviewer);

        await client.SendFormAsync("/signout", "sign-out");

        (await client.Http.GetAsync("/console", TestContext.Current.CancellationToken)).StatusCode.ShouldBe(HttpStatusCode.Redirect);
    }

    [Fact]
    public async Task The_only_admin_can_neither_be_locked_nor_lose_the_role()
    {
        await using var host = new TestHost();
        var (_, id) = await ConsoleClient.MakeAccountAsync(host, Roles.Admin);
        var mediator = host.Services.GetRequiredService<IMediator>();

        (await mediator.Send(new ChangeAccount(id, [Roles.Admin], Locked: true, id), TestContext.Current.CancellationToken)).ShouldBe(ChangeAccountOutcome.LastAdmin);
        (await mediator.Send(new ChangeAccount(id, [Roles.Reviewer], Locked: false, id), TestContext.Current.CancellationToken)).ShouldBe(ChangeAccountOutcome.LastAdmin);
    }

    [Fact]
    public async Task A_link_to_set_a_password_works_once()
    {
        await using var host = new TestHost();
        var mediator = host.Services.GetRequiredService<IMediator>();
        var invited = (await mediator.Send(new InviteAccount("berta", null, [Roles.Reviewer], Guid.Empty), TestContext.Current.CancellationToken)).ShouldBeOfType<InviteAccountOutcome.Invited>();

        var first = await mediator.Send(new SetPassword(invited.AccountId, invited.Token, ConsoleClient.Password), TestContext.Current.CancellationToken);
        var second = await mediator.Send(new SetPassword(invited.AccountId, invited.Token, "another long password"), TestContext.Current.CancellationToken);

        first.ShouldBeOfType<SetPasswordOutcome.Set>();
        second.ShouldBeOfType<SetPasswordOutcome.LinkNotValid>();
    }

    [Fact]
    public async Task Pages_say_what_a_browser_may_not_do()
    {
        await using var host = new TestHost();
        using var client = ConsoleClient.Open(host);

        var answer = await client.Http.GetAsync("/signin", TestContext.Current.CancellationToken);

        var policy = answer.Headers.GetValues("Content-Security-Policy").Single();
        policy.ShouldContain("frame-ancestors 'none'");
        policy.Split(';').Single(d => d.Trim().StartsWith("script-src", StringComparison.Ordinal)).ShouldNotContain("unsafe");
        answer.Headers.GetValues("X-Content-Type-Options").Single().ShouldBe("nosniff");
        answer.Headers.GetValues("Referrer-Policy").Single().ShouldBe("same-origin");
    }

    private static async Task<string> Text(HttpResponseMessage answer) =>
        WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
}
