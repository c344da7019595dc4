using System.Net;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.StaticAssets;
using Microsoft.Extensions.DependencyInjection;
using Platform.Bots.Access;
using Platform.Data.Accounts;
using Platform.Testing;
using Shouldly;
using Xunit;

namespace Platform.Bots.Tests.Access;

public sealed class EndpointRightsTests
{
    /// <summary>Who may use what, said a second time: an endpoint that is not here, or says otherwise, fails the test.</summary>
    private static readonly (string Route, string Right)[] Expected =
    [
        ("/", Anyone),
        ("/chat/", Anyone),
        ("/sources/", Anyone), // what answers cite; only what the public may see
        ("/health/", Anyone),
        ("/api/messages", Anyone), // the Bot Connector's own tokens, checked there
        ("/v3/directline", Anyone), // Direct Line's own secrets and tokens, checked there
        ("/signin", Anyone),
        ("/signout", Anyone),
        ("/setup", Anyone),
        ("/set-password", Anyone),
        ("/denied", Anyone),
        ("/console/language", Anyone),
        ("/console", AccessPolicies.Console),
        ("/console/not-found", AccessPolicies.Console),
        ("/console/conversations", AccessPolicies.Review),
        ("/console/handover", AccessPolicies.HandOver),
        ("/console/accounts", AccessPolicies.ManageAccounts),
        ("/console/audit", AccessPolicies.ReadAudit),
        ("/console/knowledge", AccessPolicies.Knowledge),
        ("/console/test-bench", AccessPolicies.TestBench),
        ("/console/insights", AccessPolicies.Insights),
        ("/console/keys", AccessPolicies.Keys),
        ("/console/improvement", AccessPolicies.Improve),
        ("/console/models", AccessPolicies.Models),
        ("/console/playground", AccessPolicies.Models),
        ("/console/poetry", AccessPolicies.Console),
        ("/console/practice", AccessPolicies.Practise),
        ("/console/practice/teach", AccessPolicies.Train),
        ("/console/practice/cohort", AccessPolicies.Train),
        ("/console/practice/watch", AccessPolicies.Train),
        ("/console/practice/grading", AccessPolicies.Train),
        ("/console/practice/safety", AccessPolicies.Train),
        ("/console/practice/content", AccessPolicies.Train),
        ("/console/practice/recogniser", AccessPolicies.Train),
        ("/console/practice/rubrics", AccessPolicies.Train),
        ("/console/writing", AccessPolicies.Write),
        ("/writing/", AccessPolicies.Write),
        ("/writing", Anyone), // leads to the page
        ("/v1", AccessPolicies.ApiKey),
        ("/api/skills", AccessPolicies.ApiKey),
        ("/metrics", Anyone), // guarded there, by network or key
        ("/_blazor", SignedIn),
        ("/_framework/opaque-redirect", SignedIn),
        ("/{**path:file}", SignedIn), // in Development only: files that are newer than the build
    ];

    private const string Anyone = "anyone";
    private const string SignedIn = "signed in";

    [Fact]
    public async Task Every_endpoint_has_the_right_that_is_written_down_for_it()
    {
        await using var host = new TestHost();
        var endpoints = host.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>().ToList();

        endpoints.Count.ShouldBeGreaterThan(20);
        endpoints.Where(e => e.Metadata.GetMetadata<StaticAssetDescriptor>() is null)
            .Select(e => (Route: "/" + e.RoutePattern.RawText?.TrimStart('/'), Right: RightOf(e)))
            .Where(e => RightFor(e.Route) != e.Right)
            .Select(e => $"{e.Route} is open to: {e.Right}; written down: {RightFor(e.Route) ?? "nothing"}")
            .ShouldBeEmpty();
    }

    [Fact]
    public async Task Each_role_gets_into_the_pages_of_its_rights_and_into_no_other()
    {
        await using var host = new TestHost(("Access:SignInsPerMinute", "1000"));
        _ = host.Server;
        var pages = host.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Where(e => e.RoutePattern.RawText is { } route && route.TrimStart('/').StartsWith("console", StringComparison.Ordinal) && !route.EndsWith(".csv", StringComparison.Ordinal)) // a file of what is not there is not found
            .Select(e => (Address: "/" + AddressOf(e.RoutePattern.RawText!), Right: RightOf(e)))
            .Where(page => page.Right is not (Anyone or SignedIn)).Distinct().ToList();
        pages.Count.ShouldBeGreaterThanOrEqualTo(8);

        foreach (var role in Roles.All)
        {
            using var client = await ConsoleClient.SignedInAsync(host, role);
            foreach (var (address, right) in pages)
            {
                var answer = await client.Http.GetAsync(address == "/console/knowledge/export" ? $"{address}?format=csv" : address, TestContext.Current.CancellationToken);
                if (AccessPolicies.Roles[right].Contains(role, StringComparer.Ordinal))
                    answer.StatusCode.ShouldBe(HttpStatusCode.OK, $"{role} at {address}");
                else
                    answer.Headers.Location?.AbsolutePath.ShouldBe("/denied", $"{role} at {address}");
            }
        }

        using var stranger = ConsoleClient.Open(host);
        foreach (var (address, _) in pages)
        {
            var answer = await stranger.Http.GetAsync(address, TestContext.Current.CancellationToken);
            answer.StatusCode.ShouldBe(HttpStatusCode.Redirect);
            answer.Headers.Location!.PathAndQuery.ShouldStartWith("/signin?returnUrl=");
        }
    }

    [Fact]
    public async Task The_live_connection_of_pages_needs_a_signed_in_person()
    {
        await using var host = new TestHost();
        using var stranger = ConsoleClient.Open(host);

        var answer = await stranger.Http.PostAsync("/_blazor/negotiate?negotiateVersion=1", null, TestContext.Current.CancellationToken);

        answer.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task An_address_without_an_endpoint_is_not_found_rather_than_forbidden()
    {
        await using var host = new TestHost();
        using var stranger = ConsoleClient.Open(host);

        (await stranger.Http.GetAsync("/no/such/address", TestContext.Current.CancellationToken)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    private static string RightOf(RouteEndpoint endpoint)
    {
        if (endpoint.Metadata.GetMetadata<IAllowAnonymous>() is not null)
            return Anyone;
        return endpoint.Metadata.GetOrderedMetadata<IAuthorizeData>() is [.., { Policy: { } policy }] ? policy : SignedIn;
    }

    private static string? RightFor(string route) => Expected
        .Where(e => route == e.Route || e.Route != "/" && route.StartsWith(e.Route, StringComparison.Ordinal) && (e.Route.EndsWith('/') || route[e.Route.Length] is '/'))
        .OrderByDescending(e => e.Route.Length).Select(e => e.Right).FirstOrDefault();

    private static string AddressOf(string pattern) =>
        string.Join('/', pattern.Trim('/').Split('/').Select(part => part.StartsWith('{') ? Guid.Empty.ToString() : part));
}
