using System.Globalization;
using System.Text.Json;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Platform.Data;
using Platform.Data.ModelRegistry;

namespace Platform.Scenarios.Improvement;

/// <summary>Takes runs that wait, or that a worker left, and works them to their end in child processes: train, register, evaluate.</summary>
/// <remarks>A run is somebody's as long as the lease is renewed. Whoever finds an old lease goes on from the run's last checkpoint.</remarks>
public sealed class RunWorker : BackgroundService
{
    private const int LastOwnExitCode = 128; // above it a signal ended the process, not its own decision
    private const int MostDeaths = 3; // without a step between them
    private const int MostBroken = 3; // likewise
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(2);
    private readonly IDbContextFactory<PlatformDbContext> _contexts;
    private readonly IMediator _mediator;
    private readonly ChildProcess _child;
    private readonly DataOptions _data;
    private readonly ImprovementOptions _options;
    private readonly TimeProvider _clock;
    private readonly ILogger<RunWorker> _logger;
    private readonly string _name = $"{Environment.MachineName}/{Environment.ProcessId}/{Guid.NewGuid():N}";

    internal RunWorker(IServiceProvider services)
    {
        _contexts = services.GetRequiredService<IDbContextFactory<PlatformDbContext>>();
        _mediator = services.GetRequiredService<IMediator>();
        _child = services.GetRequiredService<ChildProcess>();
        _data = services.GetRequiredService<IOptions<DataOptions>>().Value;
        _options = services.GetRequiredService<IOptions<ImprovementOptions>>().Value;
        _clock = services.GetRequiredService<TimeProvider>();
        _logger = services.GetRequiredService<ILogger<RunWorker>>();
    }

    /// <summary>Works the next run to its end.</summary>
    /// <returns>False when none waits.</returns>
    public async Task<bool> WorkAsync(CancellationToken cancellationToken)
    {
        if (await TakeAsync(cancellationToken) is not { } run)
            return false;
        _logger.Taken(run.Id);
        Refusal? failure;
        try
        {
            failure = await WorkAsync(run, cancellationToken);
        }
        catch (Exception broken) when (broken is IOException or InvalidOperationException or UnauthorizedAccessException or System.ComponentModel.Win32Exception)
        {
            failure = new($"运行中断：{broken.Message}", broken.Message);
        }
        catch (Exception broken) when (broken is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            if (await RunFolder.CountBrokenAsync(run.Id, run.Step, _data, cancellationToken) < MostBroken)
                throw; // it may pass: when the lease is over, somebody goes on
            failure = new(
                $"运行中断 {MostBroken} 次，其间没有进展。最后一次：{broken.GetType().Name}，{broken.Message}",
                $"The work broke off {MostBroken} times without a step between them, the last time with {broken.GetType().Name}: {broken.Message}");
        }

        await EndAsync(run.Id, failure, cancellationToken);
        return true;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (!_options.Work)
            return;
        using var timer = new PeriodicTimer(Interval, _clock);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
                await TryWorkAsync(stoppingToken);
        }
        catch (OperationCanceledException)
        {
            // stopped; the lease runs out and somebody goes on
        }
    }

    private async Task TryWorkAsync(CancellationToken cancellationToken)
    {
        try
        {
            while (await WorkAsync(cancellationToken))
            {
            }
        }
        catch (Exception failure) when (failure is not OperationCanceledException || !cancellationToken.IsCancellationRequested) // the loop goes on
        {
            _logger.NotWorked(failure.GetType().Name);
        }
    }

    private async Task<Run?> TakeAsync(CancellationToken cancellationToken)
    {
        await using var db = await _contexts.CreateDbContextAsync(cancellationToken);
        var now = _clock.GetUtcNow();
        var run = await db.Runs.Where(r => r.State == RunState.Waiting || (r.State == RunState.Running && r.LeaseUntil < now)).OrderBy(r => r.AskedAt).FirstOrDefaultAsync(cancellationToken);
        if (run is null)
            return null;
        (run.State, run.LeaseOwner, run.LeaseUntil) = (RunState.Running, _name, now + _options.Lease);
        try
        {
            await db.SaveChangesAsync(cancellationToken);
            return run;
        }
        catch (DbUpdateConcurrencyException)
        {
            return null; // another was faster
        }
    }

    /// <returns>Why it failed, or null.</returns>
    private async Task<Refusal?> WorkAsync(Run run, CancellationToken cancellationToken)
    {
        if (await MadeAsync(run, cancellationToken) is { } made) // by a worker that died before it had measured
            return await EvaluateAsync(run, made, cancellationToken);
        if (await TrainAsync(run, cancellationToken) is { } failure)
            return failure;
        if (!await RenewAsync(run.Id, TrainingFolder(run), cancellationToken))
            return null; // cancelled

        var registered = await _mediator.Send(new RegisterModel(run.Model, Path.Combine(TrainingFolder(run), "model"), run.AskedBy) { Parent = run.ParentId, Dataset = run.DatasetVersionId, Run = run.Id }, cancellationToken);
        return registered is RegisterModelOutcome.Registered version ? await EvaluateAsync(run, version.Id, cancellationToken) : ((RegisterModelOutcome.Refused)registered).Why;
    }

    private async Task<Guid?> MadeAsync(Run run, CancellationToken cancellationToken)
    {
        await using var db = await _contexts.CreateDbContextAsync(cancellationToken);
        return await db.ModelVersions.Where(v => v.RunId == run.Id).Select(v => (Guid?)v.Id).FirstOrDefaultAsync(cancellationToken);
    }

    private async Task<Refusal?> EvaluateAsync(Run run, Guid version, CancellationToken cancellationToken)
    {
        await using (var db = await _contexts.CreateDbContextAsync(cancellationToken))
            await db.Runs.Where(r => r.Id == run.Id).ExecuteUpdateAsync(set => set.SetProperty(r => r.VersionId, version), cancellationToken);
        var evaluation = _mediator.Send(new EvaluateCandidate(version, null, run.AskedBy), cancellationToken);
        while (await Task.WhenAny(evaluation, Task.Delay(_options.Lease / 3, cancellationToken)) != evaluation)
            await RenewAsync(run.Id, TrainingFolder(run), cancellationToken);
        return await evaluation is EvaluateOutcome.Refused refused ? refused.Why : null;
    }

    private string TrainingFolder(Run run) => Path.Combine(RunFolder.Of(run.Id, _data), "train");

    /// <summary>Trains to the end, again from the last checkpoint where the process is killed.</summary>
    /// <returns>Why it failed, or null; also null when it was cancelled.</returns>
    private async Task<Refusal?> TrainAsync(Run run, CancellationToken cancellationToken)
    {
        var folder = RunFolder.Of(run.Id, _data);
        var training = TrainingFolder(run);
        var dataset = Path.Combine(folder, "dataset");
        Directory.CreateDirectory(folder);
        var mark = Path.Combine(folder, "process.txt");
        await ChildProcess.EndLeft(mark, cancellationToken);
        var (deaths, reached) = (0, 0);
        int exit;
        string errors;
        do
        {
            var (arguments, fault) = await ArgumentsAsync(run, folder, training, dataset, cancellationToken);
            if (fault is not null)
                return fault;
            (exit, _, errors) = await _child.RunAsync(arguments, () => RenewAsync(run.Id, training, cancellationToken), cancellationToken, mark);
            if (!await RenewAsync(run.Id, training, cancellationToken))
                return null; // cancelled
            if (exit <= LastOwnExitCode)
                break;
            _logger.Killed(run.Id, exit);
            deaths = LastStep(training) is var step && step > reached ? 1 : deaths + 1;
            reached = Math.Max(reached, step);
        }
        while (deaths < MostDeaths);

        if (exit == 0)
            return null;
        return errors.Trim() is { Length: > 0 } words ? new($"训练进程报告：{words}", words) : new($"训练进程以代码 {exit} 结束。", $"The training process ended with {exit}.");
    }

    /// <returns>The command that goes on where the run stands: from its recipe, or from its last checkpoint.</returns>
    private async Task<(IReadOnlyList<string> Arguments, Refusal? Fault)> ArgumentsAsync(Run run, string folder, string training, string dataset, CancellationToken cancellationToken)
    {
        if (File.Exists(Path.Combine(training, "recipe.yaml")))
            return (["resume", training], null);
        if (Directory.Exists(training))
            Directory.Delete(training, recursive: true); // ended before it wrote what it was to do
        await using var db = await _contexts.CreateDbContextAsync(cancellationToken);
        var parent = await db.ModelVersions.AsNoTracking().SingleAsync(v => v.Id == run.ParentId, cancellationToken);
        if (VersionFolder.Fault(parent, _data) is { } fault)
            return ([], fault);
        await _mediator.Send(new ExportDataset(run.DatasetVersionId, dataset), cancellationToken);
        await File.WriteAllTextAsync(Path.Combine(folder, "run.yaml"), run.Recipe, cancellationToken);
        return ([
            "train", Path.Combine(folder, "run.yaml"), "--output", training, "--set", $"PARENT={VersionFolder.Of(parent, _data)}", $"DATASET={dataset}",
            string.Create(CultureInfo.InvariantCulture, $"THREADS={_child.Threads}"),
        ], null);
    }

    /// <returns>False when the run was cancelled, or is another's.</returns>
    private async Task<bool> RenewAsync(Guid run, string training, CancellationToken cancellationToken)
    {
        var (until, step) = (_clock.GetUtcNow() + _options.Lease, LastStep(training));
        await using var db = await _contexts.CreateDbContextAsync(cancellationToken);
        return await db.Runs.Where(r => r.Id == run && r.State == RunState.Running && r.LeaseOwner == _name)
            .ExecuteUpdateAsync(set => set.SetProperty(r => r.LeaseUntil, until).SetProperty(r => r.Step, step), cancellationToken) > 0;
    }

    private static int LastStep(string training)
    {
        var log = Path.Combine(training, "trainer_log.jsonl");
        if (!File.Exists(log) || File.ReadLines(log).LastOrDefault(line => line.EndsWith('}')) is not { } last)
            return 0;
        using var json = JsonDocument.Parse(last);
        return json.RootElement.GetProperty("step").GetInt32();
    }

    private async Task EndAsync(Guid run, Refusal? failure, CancellationToken cancellationToken)
    {
        await using var db = await _contexts.CreateDbContextAsync(cancellationToken);
        var (state, now, words) = (failure is null ? RunState.Done : RunState.Failed, _clock.GetUtcNow(), failure?.Stored);
        await db.Runs.Where(r => r.Id == run && r.State == RunState.Running && r.LeaseOwner == _name)
            .ExecuteUpdateAsync(set => set.SetProperty(r => r.State, state).SetProperty(r => r.EndedAt, now).SetProperty(r => r.Failure, words), cancellationToken);
        _logger.Ended(run, state);
    }
}

internal static partial class RunWorkerLog
{
    [LoggerMessage(2901, LogLevel.Information, "Run taken: {Run}")]
    public static partial void Taken(this ILogger logger, Guid run);

    [LoggerMessage(2902, LogLevel.Information, "Run ended: {Run}, {State}")]
    public static partial void Ended(this ILogger logger, Guid run, RunState state);

    [LoggerMessage(2904, LogLevel.Warning, "The training process of a run was killed: {Run}, exit code {ExitCode}; it goes on from its last checkpoint")]
    public static partial void Killed(this ILogger logger, Guid run, int exitCode);

    [LoggerMessage(2903, LogLevel.Error, "Runs were not looked at, {Failure}; tried again")]
    public static partial void NotWorked(this ILogger logger, string failure);
}
