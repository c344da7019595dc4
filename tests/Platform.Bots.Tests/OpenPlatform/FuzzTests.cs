using System.Collections.Concurrent;
using System.Net;
using System.Text;
using System.Text.Json;
using Shouldly;
using Xunit;

namespace Platform.Bots.Tests.OpenPlatform;

public sealed class FuzzTests(ApiHost api, ITestOutputHelper output)
{
    private const int Bodies = 10_000;
    private const int AtOnce = 16;
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(60); // of one request, among 15 others and on a busy machine

    [Fact]
    public async Task Ten_thousand_generated_bodies_get_an_answer_or_a_clear_refusal_and_never_a_failure_of_ours()
    {
        await api.AskAsync("/v1/completions", new { model = ApiHost.Model, prompt = "x", max_tokens = 1 }); // loads the model
        var bodies = new FuzzBodies(seed: 4711);
        var statuses = new ConcurrentDictionary<int, int>();
        var findings = new ConcurrentBag<string>();
        (TimeSpan Took, string What) slowest = default;
        using var http = api.Client(api.Key);
        http.Timeout = Longest * 2; // so that the slowest is found rather than broken off
        var made = Enumerable.Range(0, Bodies).Select(_ => bodies.Next()); // one after another, so that a seed makes the same ones
        await Parallel.ForEachAsync(made, new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = TestContext.Current.CancellationToken }, async (one, cancel) =>
        {
            var began = TimeProvider.System.GetTimestamp();
            using var content = new ByteArrayContent(one.Body);
            content.Headers.TryAddWithoutValidation("Content-Type", "application/json");
            using var answer = await http.PostAsync(new Uri(one.Path, UriKind.Relative), content, cancel);
            var text = await answer.Content.ReadAsStringAsync(cancel);
            if (TimeProvider.System.GetElapsedTime(began) is var took && took > slowest.Took)
                slowest = (took, $"{one.Path} {Shown(one.Body)}");
            statuses.AddOrUpdate((int)answer.StatusCode, 1, (_, n) => n + 1);
            if (Judge(answer, text) is { } finding)
                findings.Add($"{finding}: {one.Path} {Shown(one.Body)} → {(int)answer.StatusCode} {text[..Math.Min(200, text.Length)]}");
        });

        output.WriteLine($"{Bodies} bodies; {string.Join(", ", statuses.OrderBy(s => s.Key).Select(s => $"{s.Key}: {s.Value}"))}; slowest {slowest.Took.TotalSeconds:0.0} s, {slowest.What}");
        findings.Take(20).ShouldBeEmpty();
        slowest.Took.ShouldBeLessThan(Longest, slowest.What);
        statuses[200].ShouldBeGreaterThan(Bodies / 50); // the bodies are near enough to good ones to reach the model
        statuses[400].ShouldBeGreaterThan(Bodies / 10);
        (await api.AskAsync("/v1/completions", new { model = ApiHost.Model, prompt = "x", max_tokens = 1 })).GetProperty("choices").GetArrayLength().ShouldBe(1);
    }

    private static string? Judge(HttpResponseMessage answer, string text)
    {
        if (answer.StatusCode >= HttpStatusCode.InternalServerError)
            return "a failure of ours";
        if (answer.IsSuccessStatusCode)
            return text.Contains("data: {\"error\"", StringComparison.Ordinal) && text.Contains("server_error", StringComparison.Ordinal) ? "a failure within a stream" : null;
        try
        {
            var error = JsonElement.Parse(text).GetProperty("error");
            return error.GetProperty("message").GetString() is { Length: > 10 and < 2_000 } ? null : "no clear words";
        }
        catch (Exception failure) when (failure is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            return "no error in openai's shape";
        }
    }

    private static string Shown(byte[] body) => Encoding.Latin1.GetString(body.AsSpan(0, Math.Min(body.Length, 300)));
}
