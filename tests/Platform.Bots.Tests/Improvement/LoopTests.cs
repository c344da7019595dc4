using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Platform.Data;
using Platform.Data.Conversations;
using Platform.Data.ModelRegistry;
using Platform.Data.Reviews;
using Platform.Model.Architectures;
using Platform.Scenarios.Improvement;
using Platform.Scenarios.Reviews;
using Platform.Testing;
using Platform.Testing.Models;
using Shouldly;
using Xunit;

namespace Platform.Bots.Tests.Improvement;

/// <summary>The loop of the product, whole and real but small: people talk, a reviewer corrects, a model learns it in a process of its own, is measured, promoted, and answers.</summary>
public sealed class LoopTests
{
    private const string Secret = "loop-secret-0123456789-0123456789";
    private const string Wanted = "hello world";

    [Fact]
    public async Task What_a_reviewer_corrected_is_what_the_next_conversation_hears_and_can_be_traced_both_ways()
    {
        await using var host = new TestHost(("Conversations:Scenario", "dialogue"), ("DirectLine:Secrets:0", Secret), ("Improvement:Threads", "1"));
        host.UseKestrel(0);
        host.StartServer();
        var mediator = host.Services.GetRequiredService<IMediator>();
        var stop = TestContext.Current.CancellationToken;

        // eight conversations that their people let be learned from, one that they do not
        var conversations = new List<Guid>();
        for (var at = 0; at < 8; at++)
            conversations.Add(await TalkAndCorrectAsync(host, mediator, $"hello {at}, my phone is 1381234567{at}", consents: true));
        var silent = await TalkAndCorrectAsync(host, mediator, "hello, keep this for yourself", consents: false);

        var built = (await mediator.Send(new BuildDataset("small-talk", "dialogue", 0.5, null), stop)).ShouldBeOfType<BuildDatasetOutcome.Built>().Version;
        (built.TrainRows + built.DevRows).ShouldBe(8);
        built.Refused.ShouldContainKeyAndValue("no consent", 1);
        var page = (await mediator.Send(new ReadDataset(built.Id), stop)).ShouldNotBeNull();
        page.Rows.ShouldAllBe(row => row.Messages[row.Messages.Count - 1].Content == Wanted);
        page.Rows.SelectMany(row => row.Messages).ShouldAllBe(message => !message.Content.Contains("138", StringComparison.Ordinal));
        (await mediator.Send(new BuildDataset("small-talk", "dialogue", 0.5, null), stop)).ShouldBeOfType<BuildDatasetOutcome.Unchanged>();
        (await mediator.Send(new TraceDialogue(conversations[0]), stop)).Consents.ShouldBeTrue();
        (await mediator.Send(new TraceDialogue(silent), stop)).Consents.ShouldBeFalse();

        // a parent that knows nothing, a candidate that learns, both measured on what was held out
        var folder = Path.Combine(host.DataFolder, "models", "tiny");
        TinyCheckpoint.Write(folder, DecoderFamily.Qwen3, seed: 3);
        var parent = (await mediator.Send(new RegisterModel("small-talk", folder, null), stop)).ShouldBeOfType<RegisterModelOutcome.Registered>();
        (await mediator.Send(new PromoteVersion(parent.Id, "dialogue", null, null), stop)).ShouldBeOfType<PromoteOutcome.Refused>().Why.English.ShouldContain("has not been measured");
        (await mediator.Send(new StartRun("small-talk", built.Id, parent.Id, 120, 0.02, null) { BlockTokens = 128 }, stop)).ShouldBeOfType<StartRunOutcome.Asked>();
        var run = await EndedAsync(mediator, stop);
        run.Failure.ShouldBeNull();
        run.State.ShouldBe(RunState.Done);
        run.Log.ShouldNotBeEmpty();

        var candidate = (await mediator.Send(new ListModelVersions(), stop)).Single(v => v.Id == run.Version);
        candidate.State.ShouldBe(ModelVersionState.Passed);
        candidate.Evaluation!.Loss.ShouldBeLessThan(candidate.Evaluation.AgainstLoss!.Value * 0.5);
        (await mediator.Send(new PromoteVersion(candidate.Id, "dialogue", null, null), stop)).ShouldBeOfType<PromoteOutcome.Promoted>();

        (await AskAsync(host, "hello there")).ShouldBe(Wanted);

        // from the version to the dialogue, and back
        (await mediator.Send(new ReadDataset(candidate.Dataset!.Value), stop))!.Rows.Select(row => row.Conversation).ShouldBe(conversations, ignoreOrder: true);
        (await mediator.Send(new TraceDialogue(conversations[0]), stop)).Versions.ShouldHaveSingleItem().Id.ShouldBe(candidate.Id);
        (await mediator.Send(new TraceDialogue(silent), stop)).Datasets.ShouldBeEmpty();

        // back to before: no model answers, and says so
        (await mediator.Send(new RollBack("dialogue", "a test", null), stop)).ShouldBeOfType<RollBackOutcome.Done>();
        (await AskAsync(host, "hello again")).ShouldStartWith("There is no model");
    }

    [Fact]
    public async Task A_run_whose_process_is_killed_goes_on_from_its_last_checkpoint()
    {
        await using var host = new TestHost(("Conversations:Scenario", "dialogue"), ("DirectLine:Secrets:0", Secret), ("Improvement:Threads", "1"));
        host.UseKestrel(0);
        host.StartServer();
        var mediator = host.Services.GetRequiredService<IMediator>();
        var stop = TestContext.Current.CancellationToken;
        for (var at = 0; at < 8; at++)
            await TalkAndCorrectAsync(host, mediator, $"hello {at}", consents: true);
        var built = (await mediator.Send(new BuildDataset("killed", "dialogue", 0.5, null), stop)).ShouldBeOfType<BuildDatasetOutcome.Built>().Version;
        var folder = Path.Combine(host.DataFolder, "models", "tiny");
        TinyCheckpoint.Write(folder, DecoderFamily.Qwen3, seed: 3);
        var parent = (await mediator.Send(new RegisterModel("killed", folder, null), stop)).ShouldBeOfType<RegisterModelOutcome.Registered>();
        const int Steps = 300;
        var asked = (await mediator.Send(new StartRun("killed", built.Id, parent.Id, Steps, 1e-3, null) { BlockTokens = 64 }, stop)).ShouldBeOfType<StartRunOutcome.Asked>();

        var run = Path.Combine(host.DataFolder, "runs", asked.Run.ToString());
        var mark = Path.Combine(run, "process.txt");
        var checkpoints = Path.Combine(run, "train", "checkpoints");
        for (var wait = 0; !(Directory.Exists(checkpoints) && Directory.EnumerateDirectories(checkpoints, "step-????????").Any()); wait++)
        {
            wait.ShouldBeLessThan(1200, "no checkpoint within 60 s");
            await Task.Delay(50, stop);
        }

        var first = await File.ReadAllTextAsync(mark, stop);
        using (var process = System.Diagnostics.Process.GetProcessById(int.Parse(first.Split(' ')[0], System.Globalization.CultureInfo.InvariantCulture)))
            process.Kill(); // SIGKILL: it cannot save anything
        for (var wait = 0; await WhoWorksAsync() is not { Length: > 0 } now || now == first; wait++)
        {
            wait.ShouldBeLessThan(600, "no second process within 30 s");
            await Task.Delay(50, stop);
        }

        var ended = await EndedAsync(mediator, stop);
        ended.Failure.ShouldBeNull();
        ended.State.ShouldBe(RunState.Done);
        var steps = (await File.ReadAllLinesAsync(Path.Combine(run, "train", "trainer_log.jsonl"), stop)).Select(line => JsonNode.Parse(line)!.AsObject()).Where(line => line.ContainsKey("loss")).Select(line => (int)line["step"]!).ToList();
        steps.ShouldBe(Enumerable.Range(1, Steps)); // each once, none lost

        async Task<string> WhoWorksAsync()
        {
            try
            {
                return await File.ReadAllTextAsync(mark, stop);
            }
            catch (FileNotFoundException) // between the end of one process and the begin of the next
            {
                return "";
            }
        }
    }

    [Fact]
    public async Task A_changed_folder_is_not_served()
    {
        await using var host = new TestHost(("Improvement:Work", "false"));
        host.UseKestrel(0);
        host.StartServer();
        var mediator = host.Services.GetRequiredService<IMediator>();
        var stop = TestContext.Current.CancellationToken;
        var folder = Path.Combine(host.DataFolder, "models", "tiny");
        TinyCheckpoint.Write(folder, DecoderFamily.Qwen3, seed: 3);
        var version = (await mediator.Send(new RegisterModel("tiny", folder, null), stop)).ShouldBeOfType<RegisterModelOutcome.Registered>();
        var config = Path.Combine(folder, "tokenizer_config.json");
        await File.WriteAllTextAsync(config, (await File.ReadAllTextAsync(config, stop)).Replace("assistant", "bot", StringComparison.Ordinal), stop);

        var outcome = await mediator.Send(new PromoteVersion(version.Id, "dialogue", "a test", null), stop);

        var why = outcome.ShouldBeOfType<PromoteOutcome.Refused>().Why;
        why.English.ShouldContain("chat template is not the one that was registered");
        why.Chinese.ShouldBe("tiny 1 未提供服务：对话模板不是登记时的模板。如果是有意改动，请重新登记这个文件夹。");
    }

    private static async Task<Guid> TalkAndCorrectAsync(TestHost host, IMediator mediator, string text, bool consents)
    {
        var (id, answer) = await TalkAsync(host, text, consents);
        answer.ShouldStartWith("There is no model");
        await using var db = await host.Services.GetRequiredService<IDbContextFactory<PlatformDbContext>>().CreateDbContextAsync(TestContext.Current.CancellationToken);
        var conversation = await db.Conversations.SingleAsync(c => c.ChannelConversationId == id, TestContext.Current.CancellationToken);
        var turn = await db.Turns.SingleAsync(t => t.ConversationId == conversation.Id && t.Speaker == Speaker.Bot && t.Kind == "message", TestContext.Current.CancellationToken);
        (await mediator.Send(new JudgeAnswer(turn.Id.Value, Guid.NewGuid(), Verdict.Corrected, Wanted), TestContext.Current.CancellationToken)).ShouldBeOfType<JudgeOutcome.Judged>();
        return conversation.Id.Value;
    }

    private static async Task<string> AskAsync(TestHost host, string text) => (await TalkAsync(host, text, consents: null)).Answer;

    private static async Task<(string Id, string Answer)> TalkAsync(TestHost host, string text, bool? consents)
    {
        var stop = TestContext.Current.CancellationToken;
        using var http = new HttpClient { BaseAddress = new Uri(host.ClientOptions.BaseAddress, "/v3/directline/") };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", Secret);
        using var started = await http.PostAsync("conversations", null, stop);
        var conversation = (await started.Content.ReadFromJsonAsync<JsonObject>(stop))!;
        var id = (string)conversation["conversationId"]!;
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", (string)conversation["token"]!);
        if (consents is { } value)
            (await http.PostAsJsonAsync($"conversations/{id}/activities", new { type = "event", name = TrainingConsent.EventName, value, from = new { id = "u" } }, stop)).EnsureSuccessStatusCode();
        (await http.PostAsJsonAsync($"conversations/{id}/activities", new { type = "message", text, locale = "en", from = new { id = "u" } }, stop)).EnsureSuccessStatusCode();
        for (var wait = 0; wait < 200; wait++)
        {
            var all = await http.GetFromJsonAsync<JsonObject>($"conversations/{id}/activities", stop);
            if (all!["activities"]!.AsArray().LastOrDefault(a => (string?)a!["type"] == "message" && (string?)a["from"]!["id"] != "u") is { } answer)
                return (id, (string)answer["text"]!);
            await Task.Delay(100, stop);
        }

        throw new TimeoutException("No answer came within 20 s.");
    }

    private static async Task<RunView> EndedAsync(IMediator mediator, CancellationToken cancellationToken)
    {
        for (var wait = 0; wait < 2000; wait++)
        {
            var run = (await mediator.Send(new ListRuns(), cancellationToken))[0];
            if (run.State is not (RunState.Waiting or RunState.Running))
                return run;
            await Task.Delay(200, cancellationToken);
        }

        throw new TimeoutException("The run did not end within 400 s.");
    }
}
