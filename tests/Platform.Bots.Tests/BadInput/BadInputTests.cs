using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using MediatR;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Platform.Scenarios.Knowledge;
using Platform.Scenarios.Knowledge.Import;
using Platform.Testing;
using Shouldly;
using Xunit;

namespace Platform.Bots.Tests.BadInput;

/// <remarks>Nothing runs beside them: they measure the memory of the whole process.</remarks>
[Collection(nameof(BadInputTests))]
[CollectionDefinition(nameof(BadInputTests), DisableParallelization = true)]
public sealed class BadInputTests(ITestOutputHelper output)
{
    private const HttpStatusCode HungUp = default;
    private const int Requests = 10_000;
    private const int Files = 100;
    private const int AtOnce = 16;
    private const string Secret = "a-secret-for-bad-input-a-secret-for-bad-input";
    private static readonly (string, string?)[] Settings =
    [
        ("Conversations:Scenario", "channel-check"),
        ("Knowledge:ImportStarter", "false"),
        ("DirectLine:Secrets:0", Secret),
        ("DirectLine:RequestsPerMinutePerToken", "1000000"),
        ("DirectLine:RequestsPerMinutePerAddress", "10000000"),
        ("DirectLine:PageTokensPerMinutePerAddress", "1000000"),
        ("Connector:MostRetries", "0"), // replies go to an address where nobody listens
    ];

    [Fact]
    public async Task Ten_thousand_malformed_requests_are_refused_without_a_failure_a_crash_a_reflected_script_or_growing_memory()
    {
        var cancellationToken = TestContext.Current.CancellationToken;
        await using var host = new TestHost(Settings);
        host.UseKestrel(0);
        host.StartServer();
        var address = host.ClientOptions.BaseAddress;
        using var client = await DirectLineClient.StartAsync(address, Secret, "u1", cancellationToken);
        using var http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false }) { BaseAddress = address, Timeout = TimeSpan.FromSeconds(60) };
        var endpoints = host.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>().ToList();
        endpoints.Count.ShouldBeGreaterThan(10);
        var requests = new BadRequests(seed: 4711, endpoints, [$"Bearer {Secret}", "Bearer x.y.z", "Bearer", "Basic YTpi", "Bearer " + new string('a', 3000)], [client.ConversationId, "c1"]);

        var findings = new ConcurrentBag<string>();
        var statuses = new ConcurrentDictionary<HttpStatusCode, int>();
        await SendAsync(http, requests, Requests / 3, statuses, findings, cancellationToken);
        var early = GC.GetTotalMemory(forceFullCollection: true);
        await SendAsync(http, requests, Requests - (Requests / 3), statuses, findings, cancellationToken);
        var late = GC.GetTotalMemory(forceFullCollection: true);

        output.WriteLine($"{endpoints.Count} endpoints, {statuses.Values.Sum()} requests; {string.Join(", ", statuses.OrderBy(s => s.Key).Select(s => $"{(int)s.Key}: {s.Value}"))}; memory {early >> 20} MB, then {late >> 20} MB");
        findings.GroupBy(f => f, StringComparer.Ordinal).Select(f => $"{f.Count()}x {f.Key}").Take(40).ShouldBeEmpty();
        statuses.Values.Sum().ShouldBe(Requests);
        (late - early).ShouldBeLessThan(64 << 20);
        (await http.GetAsync(new Uri("/health/ready", UriKind.Relative), cancellationToken)).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await client.PostAsync("still there", "last", cancellationToken)).Status.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Hostile_files_are_taken_or_refused_in_words_with_flat_memory()
    {
        var cancellationToken = TestContext.Current.CancellationToken;
        await using var host = new TestHost();
        var mediator = host.Services.GetRequiredService<IMediator>();
        var files = new BadFiles(seed: 815);
        var outcomes = new Dictionary<string, int>(StringComparer.Ordinal);
        long early = 0;
        var slowest = (Took: TimeSpan.Zero, What: "");
        for (var n = 0; n < Files; n++)
        {
            var (name, content) = files.Next();
            var began = Stopwatch.GetTimestamp();
            var outcome = await mediator.Send(new ImportKnowledge(name, content, Train: false), cancellationToken);
            var took = Stopwatch.GetElapsedTime(began);
            if (took > slowest.Took)
                slowest = (took, $"{content.Length} bytes, {Path.GetExtension(name)}");
            var what = outcome is ImportOutcome.Refused refused ? refused.Fault.Problem.ToString() : "taken";
            outcomes[what] = outcomes.GetValueOrDefault(what) + 1;
            if (n == Files / 3)
                early = GC.GetTotalMemory(forceFullCollection: true);
        }

        var late = GC.GetTotalMemory(forceFullCollection: true);
        output.WriteLine($"{Files} files; {string.Join(", ", outcomes.OrderBy(o => o.Key, StringComparer.Ordinal).Select(o => $"{o.Key}: {o.Value}"))}; slowest {slowest.Took.TotalSeconds:N1} s ({slowest.What}); memory {early >> 20} MB, then {late >> 20} MB");
        new[] { "taken", nameof(FileProblem.Unsafe), nameof(FileProblem.Damaged) }.ShouldBeSubsetOf(outcomes.Keys.ToList(), StringComparer.Ordinal);
        (late - early).ShouldBeLessThan(64 << 20);
    }

    private static async Task SendAsync(
        HttpClient http, BadRequests requests, int count, ConcurrentDictionary<HttpStatusCode, int> statuses, ConcurrentBag<string> findings, CancellationToken cancellationToken)
    {
        var made = Enumerable.Range(0, count).Select(_ => requests.Next()); // lazily, one after another, so that a seed makes the same requests
        await Parallel.ForEachAsync(made, new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellationToken }, async (request, ct) =>
        {
            using (request)
            {
                var what = $"{request.Method} {request.RequestUri!.OriginalString[..Math.Min(100, request.RequestUri.OriginalString.Length)]}";
                try
                {
                    using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, ct);
                    statuses.AddOrUpdate(response.StatusCode, 1, (_, before) => before + 1);
                    await JudgeAsync(response, what, findings, ct);
                }
                catch (HttpRequestException failure) when (failure.InnerException is IOException or System.Net.Sockets.SocketException)
                {
                    statuses.AddOrUpdate(HungUp, 1, (_, before) => before + 1); // the server hung up on a body that is too large, as HTTP allows
                }
                catch (Exception failure) when (failure is HttpRequestException or TaskCanceledException && !ct.IsCancellationRequested)
                {
                    findings.Add($"{what}: {failure.GetType().Name} {failure.Message}");
                    statuses.AddOrUpdate(HungUp, 1, (_, before) => before + 1);
                }
            }
        });
    }

    private static async Task JudgeAsync(HttpResponseMessage response, string what, ConcurrentBag<string> findings, CancellationToken cancellationToken)
    {
        if ((int)response.StatusCode >= 500 && response.StatusCode != HttpStatusCode.NotImplemented) // 501: an invoke of a name that the bot does not know
            findings.Add($"{what}: {(int)response.StatusCode}");
        if (response.Content.Headers.ContentType?.MediaType is "text/event-stream")
            return;
        var body = await response.Content.ReadAsStringAsync(cancellationToken);
        var mayRun = response.Content.Headers.ContentType?.MediaType is null or "text/html" or "image/svg+xml" or "application/xhtml+xml";
        if (mayRun && body.Contains(BadRequests.Script, StringComparison.OrdinalIgnoreCase))
            findings.Add($"{what}: the script came back as {response.Content.Headers.ContentType}");
        if (body.Contains("   at Platform.", StringComparison.Ordinal))
            findings.Add($"{what}: a stack came back");
        if (response.Headers.TryGetValues("Set-Cookie", out var cookies) && cookies.Any(c => c.StartsWith("a=b", StringComparison.Ordinal)))
            findings.Add($"{what}: a header was injected");
    }
}
