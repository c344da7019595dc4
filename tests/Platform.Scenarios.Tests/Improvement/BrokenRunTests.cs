using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Platform.Data;
using Platform.Data.Datasets;
using Platform.Data.ModelRegistry;
using Platform.Scenarios.Improvement;
using Platform.Testing;
using Shouldly;
using Xunit;

namespace Platform.Scenarios.Tests.Improvement;

public sealed class BrokenRunTests
{
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_run_that_breaks_off_again_and_again_fails_and_says_why()
    {
        await using var host = new TestHost(("Improvement:Work", "false"));
        var worker = host.Services.GetRequiredService<RunWorker>();
        var run = await AskAsync(host);

        await Assert.ThrowsAnyAsync<JsonException>(() => worker.WorkAsync(Cancel));
        (await FreeAsync(host, run, step: 0)).State.ShouldBe(RunState.Running); // it may pass
        await Assert.ThrowsAnyAsync<JsonException>(() => worker.WorkAsync(Cancel));
        await FreeAsync(host, run, step: 0);
        (await worker.WorkAsync(Cancel)).ShouldBeTrue();

        var ended = await FreeAsync(host, run, step: 0);
        ended.State.ShouldBe(RunState.Failed);
        ended.Failure.ShouldNotBeNull().ShouldContain("broke off 3 times");
        ended.Failure.ShouldContain("运行中断 3 次");
        (await worker.WorkAsync(Cancel)).ShouldBeFalse();
    }

    [Fact]
    public async Task A_run_that_has_come_further_is_counted_anew()
    {
        await using var host = new TestHost(("Improvement:Work", "false"));
        var worker = host.Services.GetRequiredService<RunWorker>();
        var run = await AskAsync(host);

        for (var attempt = 0; attempt < 5; attempt++)
        {
            await FreeAsync(host, run, step: 10 * attempt);
            await Assert.ThrowsAnyAsync<JsonException>(() => worker.WorkAsync(Cancel));
        }

        (await FreeAsync(host, run, step: 50)).State.ShouldBe(RunState.Running);
    }

    /// <summary>A run that has made its version, which is to be measured on a dataset whose record cannot be read.</summary>
    private static async Task<Guid> AskAsync(TestHost host)
    {
        var dataset = new DatasetVersion { Name = "small", Number = 1, Rule = "not JSON", Refused = "{}", TrainRows = 1, DevRows = 1, Fingerprint = "", BuiltAt = Start };
        var run = new Run { Model = "small", DatasetVersionId = dataset.Id, ParentId = Guid.NewGuid(), Recipe = "", State = RunState.Waiting, AskedAt = Start };
        var version = new ModelVersion
        {
            Name = "small",
            Number = 1,
            Folder = "models/small",
            DatasetVersionId = dataset.Id,
            RunId = run.Id,
            WeightsHash = "",
            TokenizerHash = "",
            TemplateHash = "",
            GoldenPrompts = "[]",
            State = ModelVersionState.Candidate,
            MadeAt = Start,
        };
        await using var db = await Database(host);
        db.AddRange(dataset, run, version);
        await db.SaveChangesAsync(Cancel);
        return run.Id;
    }

    /// <summary>Lets the lease run out, so that the run is anybody's again.</summary>
    private static async Task<Run> FreeAsync(TestHost host, Guid id, int step)
    {
        await using var db = await Database(host);
        var run = await db.Runs.SingleAsync(r => r.Id == id, Cancel);
        (run.LeaseUntil, run.Step) = (Start, step);
        await db.SaveChangesAsync(Cancel);
        return run;
    }

    private static Task<PlatformDbContext> Database(TestHost host) => host.Services.GetRequiredService<IDbContextFactory<PlatformDbContext>>().CreateDbContextAsync(Cancel);
}
