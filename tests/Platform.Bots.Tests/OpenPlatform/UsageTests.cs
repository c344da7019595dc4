using MediatR;
using Microsoft.Extensions.DependencyInjection;
using Platform.Data.Accounts;
using Platform.Model.Serving;
using Platform.Scenarios.Keys;
using Shouldly;
using Xunit;

namespace Platform.Bots.Tests.OpenPlatform;

/// <summary>What is written down as used by a key.</summary>
public sealed class UsageTests(ApiHost api)
{
    private static readonly object[] Messages = [new { role = "user", content = "Say something." }];

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_caller_who_leaves_before_the_whole_answer_has_used_what_was_computed(bool completions)
    {
        var key = await api.MakeKeyAsync();
        using var http = api.Client(key);
        using var leave = CancellationTokenSource.CreateLinkedTokenSource(Stop);
        await api.AskAsync("/v1/completions", new { model = ApiHost.Model, prompt = "x", max_tokens = 1 }); // loads the model
        object body = completions
            ? new { model = ApiHost.Model, prompt = new[] { "one", "two" }, max_tokens = 900, n = 8, ignore_eos = true }
            : new { model = ApiHost.Model, messages = Messages, max_tokens = 900, n = 16, ignore_eos = true };

        var answer = http.PostAsync(new Uri(completions ? "/v1/completions" : "/v1/chat/completions", UriKind.Relative), ApiHost.Json(body), leave.Token);
        while (Figures.Running < 8)
            await Task.Delay(1, Stop);
        for (var before = Figures.GeneratedTokens; Figures.GeneratedTokens < before + 64;)
            await Task.Delay(1, Stop);
        await leave.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(() => answer);

        var row = (await UsageOfAsync(key, rows => rows.Count > 0)).Single();
        row.Model.ShouldBe(ApiHost.Model);
        row.PromptTokens.ShouldBeGreaterThan(0);
        row.CompletionTokens.ShouldBeGreaterThan(0);
    }

    [Fact]
    public async Task A_skill_s_model_is_counted_too()
    {
        var key = await api.MakeKeyAsync();
        using var http = api.Client(key);

        using var answer = await api.PostAsync("/api/skills/poetry", new { text = "春望", arguments = new { form = "五绝", candidates = 2, seed = 5 } }, http);

        answer.IsSuccessStatusCode.ShouldBeTrue();
        var row = (await UsageOfAsync(key, rows => rows.Count > 0)).Single();
        row.Model.ShouldBe("poetry");
        row.PromptTokens.ShouldBeGreaterThan(0);
        row.CompletionTokens.ShouldBeGreaterThan(20); // two poems of twenty signs and more tokens
    }

    [Fact]
    public async Task Invented_names_make_no_rows_and_a_model_has_one_however_it_is_written()
    {
        var key = await api.MakeKeyAsync();
        using var http = api.Client(key);

        foreach (var model in new[] { "no-such-a", "no-such-b", "no-such-c", "TINY", "Tiny" })
            (await api.PostAsync("/v1/chat/completions", new { model, messages = Messages, max_tokens = 1 }, http)).Dispose();

        var rows = await UsageOfAsync(key, rows => rows.Sum(row => row.Requests) == 5);
        string.Join(',', rows.Select(row => row.Model).Order(StringComparer.Ordinal)).ShouldBe($",{ApiHost.Model}");
        rows.Single(row => row.Model.Length == 0).Errors.ShouldBe(3);
    }

    private ServingFigures Figures => api.Host.Services.GetRequiredService<ModelHost>().Models.Single(model => model.Name == ApiHost.Model).Figures;

    private async Task<IReadOnlyList<KeyUsage>> UsageOfAsync(string key, Func<IReadOnlyList<KeyUsage>, bool> isThere)
    {
        var mediator = api.Host.Services.GetRequiredService<IMediator>();
        var id = (await mediator.Send(new FindKey(KeySecret.Hash(key)), Stop))!.Key.Id;
        for (var wait = 0; wait < 200; wait++)
        {
            var rows = await mediator.Send(new ReadUsage(DateOnly.MinValue, DateOnly.MaxValue, id, null), Stop);
            if (isThere(rows))
                return rows;
            await Task.Delay(100, Stop);
        }

        throw new TimeoutException("The usage was not written within 20 s.");
    }
}
