using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Platform.Scenarios.Safety;
using Platform.Scenarios.Simulation.Acts;
using Platform.Scenarios.Simulation.Acts.Evaluation;

namespace Platform.Bots.Operations.Commands;

/// <summary><c>platform evaluate acts</c> and <c>platform evaluate crisis</c>: how well a trainee's acts and signs of crisis are seen.</summary>
internal static class EvaluateSimulation
{
    private const string OwnSets = "evaluation/simulation";

    public static Command Acts()
    {
        var data = new Option<string?>("--data") { Description = "Folder with annomi (train.jsonl.gz, dev.jsonl). Machines for it are trained on the spot and thrown away." };
        var own = new Option<string?>("--sets") { Description = $"Folder with labelled utterances (*.jsonl); found as {OwnSets} below the working folder." };
        var command = new Command("acts", "Measures the recognition of acts on AnnoMI and on authored utterances.") { data, own };
        command.SetAction((parsed, _) => CommandLine.Guarded(() =>
        {
            var figures = new List<ActFigure>();
            if (parsed.GetValue(data) is { } folder && File.Exists(Path.Combine(folder, "annomi", "dev.jsonl")))
                figures.AddRange(ActEvaluation.OnAnnoMi(Path.Combine(folder, "annomi")));
            else
                Console.Error.WriteLine("AnnoMI is left out: say with --data in which folder annomi lies.");

            var sets = parsed.GetValue(own) ?? OwnSets;
            var recogniser = Recognisers.Shipped();
            var training = Recognisers.TrainingUtterances();
            foreach (var (family, lang) in training.Select(u => (u.Family, u.Lang)).Distinct().Order())
                figures.Add(ActEvaluation.CrossValidate(training, family, lang));
            foreach (var path in Directory.Exists(sets) ? Directory.GetFiles(sets, "*.jsonl").Order(StringComparer.Ordinal).ToArray() : [])
                foreach (var set in UtteranceFile.Read(path).GroupBy(u => (u.Family, u.Lang)))
                    figures.Add(ActEvaluation.OnUtterances($"{Path.GetFileName(path)}, {set.Key.Family} {set.Key.Lang}, macro-F1", recogniser, [.. set], 0.80));
            Console.WriteLine("| measure | value | bar | items |\n|---|---|---|---|");
            foreach (var figure in figures)
                Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {figure.Measure} | {figure.Value:0.000} | {figure.Bar:0.00} | {figure.Items} |"));
            return Task.FromResult(0);
        }));
        return command;
    }

    public static Command Crisis()
    {
        var data = new Option<string?>("--data") { Description = "Folder with psysuicide (train.jsonl, dev.jsonl), and for false alarms cic, banking77 and clinc150." };
        var command = new Command("crisis", "Measures the detection of crisis signals on PsySUICIDE, and false alarms on customers' messages.") { data };
        command.SetAction((parsed, _) => CommandLine.Guarded(() =>
        {
            var folder = Path.Combine(parsed.GetValue(data) ?? "", "psysuicide");
            if (!File.Exists(Path.Combine(folder, "dev.jsonl")))
                throw new StartupException($"{folder} holds no dev.jsonl. Say with --data in which folder psysuicide lies.");
            Console.WriteLine("| set | recall | precision | plan, preparation, attempt missed | false alarms per 100 ordinary turns |\n|---|---|---|---|---|");
            Print("dev", CrisisEvaluation.Measure(CrisisSignals.Shipped(), CrisisSignals.Read(Path.Combine(folder, "dev.jsonl"))));
            Print("train, five-fold", CrisisEvaluation.CrossValidate(CrisisSignals.Read(Path.Combine(folder, "train.jsonl"))));
            PrintOrdinary(parsed.GetValue(data)!);
            return Task.FromResult(0);
        }));
        return command;
    }

    /// <summary>What customers write, as far as the sets are there: a free conversation must leave it to the service.</summary>
    private static void PrintOrdinary(string data)
    {
        Console.WriteLine("\n| messages of customers | false alarms |\n|---|---|");
        var danger = new OwnDanger();
        foreach (var (set, field) in new[] { ("cic", "sentence"), ("banking77", "text"), ("clinc150", "text") })
        {
            var file = Path.Combine(data, set, "dev.jsonl");
            if (!File.Exists(file))
                continue;
            var messages = File.ReadLines(file).Where(line => line.Length > 0).Select(line => JsonElement.Parse(line).GetProperty(field).GetString() ?? "").ToList();
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {set} dev ({messages.Count}) | {CrisisEvaluation.FalseAlarms(danger, messages)} |"));
        }
    }

    private static void Print(string name, CrisisFigures f) => Console.WriteLine(string.Create(
        CultureInfo.InvariantCulture, $"| {name} ({f.Sentences}) | {f.Recall:P1} ({f.Found} of {f.Risks}) | {f.Precision:P1} | {f.AcuteMissed} of {f.Acute} | {f.FalsePerHundred:0.0} |"));
}
