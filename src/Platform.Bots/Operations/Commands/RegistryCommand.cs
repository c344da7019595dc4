using System.CommandLine;
using Platform.Scenarios.Improvement;

namespace Platform.Bots.Operations.Commands;

/// <summary><c>platform registry add|list|train|evaluate|promote|rollback</c>: model versions and what becomes of them.</summary>
internal static class RegistryCommand
{
    public static Command Create()
    {
        var command = new Command("registry", "Registers, trains, measures and promotes model versions.") { TreatUnmatchedTokensAsErrors = false };
        command.Add(Add());
        command.Add(List());
        command.Add(Train());
        command.Add(Evaluate());
        command.Add(Promote());
        command.Add(Back());
        return command;
    }

    public static Command Worker()
    {
        var command = new Command("worker", "Works the runs that wait, then ends; a server with Improvement:Work does so by itself.") { TreatUnmatchedTokensAsErrors = false };
        command.SetAction((parsed, cancellationToken) => CommandLine.Guarded(async () =>
        {
            await using var app = await CommandHost.StartAsync([.. parsed.UnmatchedTokens], cancellationToken);
            var worker = app.Services.GetRequiredService<RunWorker>();
            while (await worker.WorkAsync(cancellationToken))
            {
            }

            foreach (var run in await app.SendAsync(new ListRuns(5), cancellationToken))
                await Console.Out.WriteLineAsync($"{run.Model}: {run.State}, step {run.Step} of {run.Steps}  {run.Id}{(run.Failure is { } failure ? $"  {failure.English}" : "")}");
            return 0;
        }));
        return command;
    }

    private static Command Add()
    {
        var name = new Argument<string>("name") { Description = "Of the model." };
        var folder = ModelCommand.Folder();
        var command = new Command("add", "Registers a checkpoint folder as a version.") { name, folder };
        return Sending(command, parsed => new RegisterModel(parsed.GetValue(name)!, parsed.GetValue(folder)!, By: null), outcome => outcome switch
        {
            RegisterModelOutcome.Registered version => (0, $"{version.Number}  {version.Id}"),
            RegisterModelOutcome.Refused refused => (2, refused.Why.English),
            _ => throw new System.Diagnostics.UnreachableException(),
        });
    }

    private static Command List()
    {
        var command = new Command("list", "Lists every version.");
        return Sending(command, _ => new ListModelVersions(), versions => (0, string.Join(Environment.NewLine, versions.Select(v =>
            $"{v.Name} {v.Number}: {v.State}{(v.Parent is { } parent ? $", from {parent}" : "")}{(v.DatasetName is { } dataset ? $", by {dataset}" : "")}  {v.Id}{(v.Evaluation is { } report ? $"  {ImprovementText.Of(report)}" : "")}"))));
    }

    private static Command Train()
    {
        var name = new Argument<string>("name") { Description = "Of the model it becomes a version of." };
        var dataset = new Option<Guid>("--dataset") { Description = "Id of a dataset version.", Required = true };
        var parent = new Option<Guid>("--parent") { Description = "Id of the version to start from.", Required = true };
        var steps = new Option<int>("--steps") { DefaultValueFactory = _ => 200 };
        var rate = new Option<double>("--learning-rate") { DefaultValueFactory = _ => 2e-4 };
        var block = new Option<int>("--block-tokens") { Description = "Longer dialogues are cut.", DefaultValueFactory = _ => 512 };
        var command = new Command("train", "Asks for a candidate; a server or platform worker makes it.") { name, dataset, parent, steps, rate, block };
        return Sending(command, parsed => new StartRun(parsed.GetValue(name)!, parsed.GetValue(dataset), parsed.GetValue(parent), parsed.GetValue(steps), parsed.GetValue(rate), By: null) { BlockTokens = parsed.GetValue(block) }, outcome => outcome switch
        {
            StartRunOutcome.Asked run => (0, $"{run.Run}"),
            StartRunOutcome.Refused refused => (2, refused.Why.English),
            _ => throw new System.Diagnostics.UnreachableException(),
        });
    }

    private static Command Evaluate()
    {
        var version = Version();
        var dataset = new Option<Guid?>("--dataset") { Description = "Id of a dataset version; by default the one it learned." };
        var command = new Command("evaluate", "Measures a version against the one that answers now, on held-out rows.") { version, dataset };
        return Sending(command, parsed => new EvaluateCandidate(parsed.GetValue(version), parsed.GetValue(dataset), By: null), outcome => outcome switch
        {
            EvaluateOutcome.Measured measured => (measured.Report.Passed ? 0 : 3, ImprovementText.Of(measured.Report)),
            EvaluateOutcome.Refused refused => (2, refused.Why.English),
            _ => throw new System.Diagnostics.UnreachableException(),
        });
    }

    private static Command Promote()
    {
        var version = Version();
        var skill = new Option<string>("--skill") { Description = "What it answers for, such as dialogue.", Required = true };
        var reason = new Option<string?>("--reason") { Description = "Needed where it has no passed evaluation." };
        var command = new Command("promote", "Lets a version answer for a skill; a running server follows within seconds.") { version, skill, reason };
        return Sending(command, parsed => new PromoteVersion(parsed.GetValue(version), parsed.GetValue(skill)!, parsed.GetValue(reason), By: null), outcome => outcome switch
        {
            PromoteOutcome.Promoted => (0, "promoted"),
            PromoteOutcome.Refused refused => (2, refused.Why.English),
            _ => throw new System.Diagnostics.UnreachableException(),
        });
    }

    private static Command Back()
    {
        var skill = new Argument<string>("skill");
        var reason = new Option<string>("--reason") { Required = true };
        var command = new Command("rollback", "Lets the version before answer again.") { skill, reason };
        return Sending(command, parsed => new RollBack(parsed.GetValue(skill)!, parsed.GetValue(reason)!, By: null), outcome => outcome switch
        {
            RollBackOutcome.Done done => (0, done.Version is { } id ? $"{id} answers again" : "no version of the registry answers now"),
            RollBackOutcome.Nothing => (2, "Nothing was promoted for this skill."),
            RollBackOutcome.Refused refused => (2, refused.Why.English),
            _ => throw new System.Diagnostics.UnreachableException(),
        });
    }

    private static Argument<Guid> Version() => new("version") { Description = "Id of a model version; see platform registry list." };

    private static Command Sending<T>(Command command, Func<ParseResult, MediatR.IRequest<T>> message, Func<T, (int ExitCode, string Words)> answer)
    {
        command.TreatUnmatchedTokensAsErrors = false;
        command.SetAction((parsed, cancellationToken) => CommandLine.Guarded(async () =>
        {
            await using var app = await CommandHost.StartAsync([.. parsed.UnmatchedTokens], cancellationToken);
            var (exit, words) = answer(await ImprovementText.InWordsAsync(() => app.SendAsync(message(parsed), cancellationToken)));
            await (exit == 0 ? Console.Out : Console.Error).WriteLineAsync(words);
            return exit;
        }));
        return command;
    }
}
