using System.CommandLine;
using System.Diagnostics;
using Platform.Model.Routes;
using Platform.Model.Serving;
using Platform.Scenarios.Skills.ClassicalPoetry;
using Platform.Scenarios.Skills.ClassicalPoetry.Evaluation;

namespace Platform.Bots.Operations.Commands;

/// <summary><c>platform evaluate poetry-form</c>: writes many poems and checks each; <c>platform evaluate poetry-check</c>: holds the checker against masters' verse.</summary>
internal static class EvaluatePoetry
{
    private static readonly string[] Forms = ["五绝", "七绝", "五律", "七律", "七言对联", "浣溪沙", "菩萨蛮", "如梦令", "西江月", "卜算子"];
    private static readonly string[] Titles = ["春望", "秋夜", "送友人", "登楼", "山居", "咏梅", "江上", "怀古", "闻笛", "对月"];

    public static Command Create()
    {
        var folder = ModelCommand.Folder();
        var count = new Option<int>("--poems") { Description = "How many poems.", DefaultValueFactory = _ => 1000 };
        var seed = new Option<long>("--seed") { Description = "Of the first; each further poem has the next.", DefaultValueFactory = _ => 1 };
        var command = new Command("poetry-form", "Writes poems in ten forms on ten titles with a checkpoint, strictly, and checks each.") { folder, count, seed };
        command.TreatUnmatchedTokensAsErrors = false;
        command.SetAction((parsed, cancellationToken) => PoemCommand.InWords(async () =>
        {
            await using var serving = ServedFolder.Open(parsed.GetValue(folder)!, [.. parsed.UnmatchedTokens]);
            var writer = new PoemWriter(serving.Host, RhymeBook.Shipped());
            await serving.Host.LoadAsync(ServedFolder.Name, cancellationToken);
            var figures = new PoetryFigures();
            var clock = Stopwatch.StartNew();
            for (var at = 0; at < parsed.GetValue(count);)
            {
                var wanted = Math.Min(8, parsed.GetValue(count) - at);
                var turn = at / 8;
                var order = new PoemOrder(PoemForm.Named(Forms[turn % Forms.Length]), Titles[turn / Forms.Length % Titles.Length]) { Candidates = wanted, Seed = parsed.GetValue(seed) + turn };
                foreach (var draft in (await writer.WriteAsync(order, new ModelTarget.Local(ServedFolder.Name), cancellationToken)).Drafts)
                    figures.Add(order.Form, draft);
                at += wanted;
            }

            Console.WriteLine(figures.ToMarkdown(clock.Elapsed));
            return figures.Clean == figures.Poems ? 0 : 1;
        }));
        return command;
    }

    public static Command Checker()
    {
        var file = new Argument<string>("file") { Description = "JSON lines with \"text\": poems that begin with 《title》 author." };
        var seed = new Option<int>("--seed") { Description = "Of the planted faults.", DefaultValueFactory = _ => 1 };
        var command = new Command("poetry-check", "Checks masters' regulated verse, as it is and with planted faults.") { file, seed };
        command.SetAction((parsed, _) => PoemCommand.InWords(() =>
        {
            if (!File.Exists(parsed.GetValue(file)))
                throw new StartupException($"There is no file {parsed.GetValue(file)}.");
            Console.WriteLine(CheckerFigures.Measure(CheckerFigures.Read(parsed.GetValue(file)!), RhymeBook.Shipped(), parsed.GetValue(seed)).ToMarkdown());
            return Task.FromResult(0);
        }));
        return command;
    }
}
