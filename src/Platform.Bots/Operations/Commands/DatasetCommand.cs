using System.CommandLine;
using Platform.Scenarios.Improvement;

namespace Platform.Bots.Operations.Commands;

/// <summary><c>platform dataset build|list|diff|export|trace</c>: what reviewers accepted, as data.</summary>
internal static class DatasetCommand
{
    public static Command Create()
    {
        var command = new Command("dataset", "Makes datasets of reviewed dialogues.") { TreatUnmatchedTokensAsErrors = false };
        command.Add(Build());
        command.Add(List());
        command.Add(Diff());
        command.Add(Export());
        command.Add(Trace());
        return command;
    }

    private static Command Build()
    {
        var name = new Argument<string>("name") { Description = "Of the dataset; each build that finds something new makes a new version of it." };
        var scenario = new Option<string?>("--scenario") { Description = "Only conversations of this scenario." };
        var held = new Option<double>("--held-out") { Description = "Share of conversations that is measured on and never learned from.", DefaultValueFactory = _ => 0.2 };
        var pairs = new Option<bool>("--pairs") { Description = "Of the pairs of utterances from practice that a trainer accepted, to learn preferences from, instead of answers." };
        var command = new Command("build", "Makes a version of the answers that reviewers accepted or corrected, in conversations whose people agreed.") { name, scenario, held, pairs };
        command.TreatUnmatchedTokensAsErrors = false;
        command.SetAction((parsed, cancellationToken) => CommandLine.Guarded(async () =>
        {
            await using var app = await CommandHost.StartAsync([.. parsed.UnmatchedTokens], cancellationToken);
            var outcome = await ImprovementText.InWordsAsync(() => app.SendAsync(new BuildDataset(parsed.GetValue(name)!, parsed.GetValue(scenario), parsed.GetValue(held), By: null) { OfPairs = parsed.GetValue(pairs) }, cancellationToken));
            switch (outcome)
            {
                case BuildDatasetOutcome.Built built:
                    await Console.Out.WriteLineAsync($"built {ImprovementText.Of(built.Version)}");
                    return 0;
                case BuildDatasetOutcome.Unchanged same:
                    await Console.Out.WriteLineAsync($"nothing new; it is as {ImprovementText.Of(same.Version)}");
                    return 0;
                case BuildDatasetOutcome.Nothing nothing:
                    await Console.Error.WriteLineAsync($"No answer passed the gates. {ImprovementText.Refused(nothing.Refused)}");
                    return 2;
                default:
                    throw new System.Diagnostics.UnreachableException();
            }
        }));
        return command;
    }

    private static Command List()
    {
        var command = new Command("list", "Lists every dataset version.") { TreatUnmatchedTokensAsErrors = false };
        command.SetAction((parsed, cancellationToken) => CommandLine.Guarded(async () =>
        {
            await using var app = await CommandHost.StartAsync([.. parsed.UnmatchedTokens], cancellationToken);
            foreach (var version in await app.SendAsync(new ListDatasets(), cancellationToken))
                await Console.Out.WriteLineAsync(ImprovementText.Of(version));
            return 0;
        }));
        return command;
    }

    private static Command Diff()
    {
        var from = new Argument<Guid>("from") { Description = "Id of the earlier version." };
        var to = new Argument<Guid>("to") { Description = "Id of the later version." };
        var command = new Command("diff", "Tells which answers came, went or changed between two versions.") { from, to };
        command.TreatUnmatchedTokensAsErrors = false;
        command.SetAction((parsed, cancellationToken) => CommandLine.Guarded(async () =>
        {
            await using var app = await CommandHost.StartAsync([.. parsed.UnmatchedTokens], cancellationToken);
            if (await app.SendAsync(new CompareDatasets(parsed.GetValue(from), parsed.GetValue(to)), cancellationToken) is not { } difference)
            {
                await Console.Error.WriteLineAsync("One of the two is no dataset version; see platform dataset list.");
                return 2;
            }

            foreach (var (mark, rows) in new[] { ("+", difference.Added), ("-", difference.Removed), ("~", difference.Changed) })
                foreach (var row in rows)
                    await Console.Out.WriteLineAsync($"{mark} row {row.Place + 1}  conversation {row.Conversation}  turn {row.Turn}");
            await Console.Out.WriteLineAsync($"{difference.Added.Count} added, {difference.Removed.Count} removed, {difference.Changed.Count} changed");
            return 0;
        }));
        return command;
    }

    private static Command Export()
    {
        var version = new Argument<Guid>("version") { Description = "Id of a dataset version." };
        var output = new Option<string>("--output") { Description = "Folder for train.jsonl, dev.jsonl and manifest.json.", Required = true };
        var command = new Command("export", "Writes a version as JSON lines.") { version, output };
        command.TreatUnmatchedTokensAsErrors = false;
        command.SetAction((parsed, cancellationToken) => CommandLine.Guarded(async () =>
        {
            await using var app = await CommandHost.StartAsync([.. parsed.UnmatchedTokens], cancellationToken);
            if (await app.SendAsync(new ExportDataset(parsed.GetValue(version), parsed.GetValue(output)!), cancellationToken))
                return 0;
            await Console.Error.WriteLineAsync("There is no such dataset version; see platform dataset list.");
            return 2;
        }));
        return command;
    }

    private static Command Trace()
    {
        var conversation = new Argument<Guid>("conversation") { Description = "Id of a conversation, also of one that was erased." };
        var command = new Command("trace", "Names the datasets that hold something of a conversation, and the models that learned from it.") { conversation };
        command.TreatUnmatchedTokensAsErrors = false;
        command.SetAction((parsed, cancellationToken) => CommandLine.Guarded(async () =>
        {
            await using var app = await CommandHost.StartAsync([.. parsed.UnmatchedTokens], cancellationToken);
            var trace = await app.SendAsync(new TraceDialogue(parsed.GetValue(conversation)), cancellationToken);
            foreach (var dataset in trace.Datasets)
                await Console.Out.WriteLineAsync($"dataset {dataset.Name}: {dataset.Rows} rows  {dataset.Id}");
            foreach (var model in trace.Versions)
                await Console.Out.WriteLineAsync($"model {model.Name}{(model.Direct ? "" : " (by a version before it)")}  {model.Id}");
            return 0;
        }));
        return command;
    }
}
